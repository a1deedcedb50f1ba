const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
/** What Go takes in a host beside letters, digits and what is beyond ASCII. */
const HOST = /^[\w\-.~!$&'()*+,;=:[\]<>"%\u0080-\uffff]*$/;

const hasControlCharacter = (text: string): boolean =>
  [...text].some((character) => character < " " || character === "\u007f");

const hostMistake = (authority: string): string | undefined => {
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (!HOST.test(host)) return "its host has a character that no host has";
  const port = /:([^:\]]*)$/.exec(host.startsWith("[") ? host.slice(host.indexOf("]")) : host)?.[1];
  if (port !== undefined && !/^\d*$/.test(port)) return `its port "${port}" is no number`;
  return BROKEN_ESCAPE.test(host) ? "it has a % that begins no escape" : undefined;
};

/** Why Go's url.Parse refuses the text; undefined when it does not. */
export const parseMistake = (text: string): string | undefined => {
  if (hasControlCharacter(text)) return "it has a control character";
  const scheme = SCHEME.exec(text)?.[0] ?? "";
  if (text.startsWith(":")) return "it has no scheme";
  const rest = text.slice(scheme.length).split("#", 1)[0] ?? "";
  const [beforeQuery = ""] = rest.split("?", 1);
  if (scheme === "" && /^[^/]*:/.test(beforeQuery)) return "it has a colon and no scheme before it";
  if (!beforeQuery.startsWith("//")) {
    return BROKEN_ESCAPE.test(beforeQuery) ? "it has a % that begins no escape" : undefined;
  }
  const [authority = ""] = beforeQuery.slice(2).split("/", 1);
  const path = beforeQuery.slice(2 + authority.length);
  return (
    hostMistake(authority) ??
    (BROKEN_ESCAPE.test(path) ? "it has a % that begins no escape" : undefined)
  );
};

/** Why Alertmanager refuses the text as the URL of an HTTP server; undefined when it does not. */
export const urlMistake = (text: string): string | undefined => {
  const mistake = parseMistake(text);
  if (mistake !== undefined) return mistake;
  const scheme = (SCHEME.exec(text)?.[1] ?? "").toLowerCase();
  if (scheme !== "http" && scheme !== "https") return "it does not begin with http:// or https://";
  const authority = /^[^:]*:\/\/([^/?#]*)/.exec(text)?.[1] ?? "";
  return authority.slice(authority.lastIndexOf("@") + 1) === "" ? "it has no host" : undefined;
};

/** Why Alertmanager refuses the text as host and port; undefined when it does not. */
export const hostPortMistake = (text: string): string | undefined => {
  if (text === "") return undefined;
  const match = /^(?:\[[^[\]]*\]|[^[\]:]*):([^[\]:]*)$/.exec(text);
  if (match === null) return "it is not of the form host:port";
  return match[1] === "" ? "its port is empty" : undefined;
};
