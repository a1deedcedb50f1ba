import { UnsupportedError } from "../template-error.ts";

/** What stands between the `%` and the letter of a verb. */
export type Flags = {
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  width: number | undefined;
  precision: number | undefined;
  /** `%+v`: structs with the names of their fields. */
  plusV: boolean;
};

export const noFlags = (): Flags => ({
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  width: undefined,
  precision: undefined,
  plusV: false,
});

/** The longest text that a function of a template may make, so that none can fill the memory. */
export const LONGEST_TEXT = 4_000_000;

export const checkLength = (length: number): void => {
  if (length > LONGEST_TEXT) {
    throw new UnsupportedError(`a text of more than ${LONGEST_TEXT} characters`);
  }
};

const characterCount = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** Fills up to the width, which counts characters. */
export const pad = (text: string, flags: Flags): string => {
  const { width, minus, zero } = flags;
  if (width === undefined) return text;
  const missing = width - characterCount(text);
  if (missing <= 0) return text;
  checkLength(missing);
  if (minus) return text + " ".repeat(missing);
  return (zero ? "0" : " ").repeat(missing) + text;
};
