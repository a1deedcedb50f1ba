import manifest from "../../package.json" with { type: "json" };

export const VERSION = manifest.version;

/** What every request to another system says of its sender. */
export const USER_AGENT = `Tocsin/${VERSION}`;
