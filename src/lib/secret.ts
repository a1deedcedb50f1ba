/** A text that must not be printed: it shows as `<secret>` in strings, JSON and inspection. */
export type Secret = {
  /** The text itself, for the one call that needs it. */
  reveal(): string;
  toString(): string;
  toJSON(): string;
};

const SHOWN = "<secret>";

export const secret = (text: string): Secret => {
  const shown = () => SHOWN;
  return Object.freeze({
    reveal: () => text,
    toString: shown,
    toJSON: shown,
    [Symbol.for("nodejs.util.inspect.custom")]: shown,
  });
};
