/** Capitals of one code point that JavaScript spells with two, from U+1F80 on, as Unicode maps one by one. */
const IOTA: readonly (readonly [from: number, to: number, distance: number])[] = [
  [0x1f80, 0x1f87, 8],
  [0x1f90, 0x1f97, 8],
  [0x1fa0, 0x1fa7, 8],
  [0x1fb3, 0x1fb3, 9],
  [0x1fc3, 0x1fc3, 9],
  [0x1ff3, 0x1ff3, 9],
];

const hasOneCharacter = (text: string): boolean => [...text].length === 1;

const upperOf = (character: string): string => {
  const upper = character.toUpperCase();
  if (hasOneCharacter(upper)) return upper;
  const code = character.codePointAt(0) ?? 0;
  const row = IOTA.find(([from, to]) => code >= from && code <= to);
  return row === undefined ? character : String.fromCodePoint(code + row[2]);
};

const lowerOf = (character: string): string => {
  const lower = character.toLowerCase();
  return hasOneCharacter(lower) ? lower : (lower[0] ?? character);
};

const mapCharacters = (text: string, map: (character: string) => string): string => {
  let mapped = "";
  for (const character of text) mapped += map(character);
  return mapped;
};

/** Go's strings.ToUpper: character by character, so `ß` stays. */
export const toUpper = (text: string): string => mapCharacters(text, upperOf);

/** Go's strings.ToLower. */
export const toLower = (text: string): string => mapCharacters(text, lowerOf);

const TITLE: Readonly<Record<string, string>> = {
  Ǆ: "ǅ",
  ǅ: "ǅ",
  ǆ: "ǅ",
  Ǉ: "ǈ",
  ǈ: "ǈ",
  ǉ: "ǈ",
  Ǌ: "ǋ",
  ǋ: "ǋ",
  ǌ: "ǋ",
  Ǳ: "ǲ",
  ǲ: "ǲ",
  ǳ: "ǲ",
};

const titleOf = (character: string): string => TITLE[character] ?? upperOf(character);

/** With the letters that one capital becomes two of: `ß` as `Ss`. */
const fullTitleOf = (character: string): string => {
  const [first = "", ...others] = character.toUpperCase();
  const isTwo = others.length > 0 && upperOf(character) === character;
  return isTwo ? first + others.join("").toLowerCase() : titleOf(character);
};

const restOf = (character: string, keepsRest: boolean): string =>
  keepsRest ? character : lowerOf(character);

/** Beyond ASCII only spaces separate words. */
const separates = (character: string): boolean => {
  if (/[\p{L}\p{Nd}_]/u.test(character)) return false;
  return character <= "\x7f" || /\s/u.test(character);
};

/** Go's strings.Title: a capital wherever a word begins; letters, digits and `_` go on with it. */
export const titleWords = (text: string): string => {
  let titled = "";
  let isInside = false;
  for (const character of text) {
    titled += isInside ? character : titleOf(character);
    isInside = !separates(character);
  }
  return titled;
};

const LETTER = /[\p{Alphabetic}\p{M}]/u;
const DIGIT = /\p{Nd}/u;
const MID_LETTER = /[:·.'’‘․﹒＇．·״]/u;
const MID_NUMBER = /[,;.'’‘․]/u;

type Place = "letter" | "digit" | "joiner" | "other";

const placeOf = (character: string | undefined): Place => {
  if (character === undefined) return "other";
  if (DIGIT.test(character)) return "digit";
  if (LETTER.test(character)) return "letter";
  return character === "_" ? "joiner" : "other";
};

/** Whether a mark such as an apostrophe joins what stands on both sides of it. */
const joins = (characters: readonly string[], at: number): boolean => {
  const mark = characters[at] ?? "";
  const before = placeOf(characters[at - 1]);
  const after = placeOf(characters[at + 1]);
  if (before === "letter" && after === "letter") return MID_LETTER.test(mark);
  return before === "digit" && after === "digit" && MID_NUMBER.test(mark);
};

/**
 * golang.org/x/text's cases.Title for English: the first letter of each word as a capital and, unless
 * `keepsRest`, its others small. Words are those of Unicode's word boundaries.
 */
export const titleCase = (text: string, keepsRest: boolean): string => {
  const characters = [...text];
  let titled = "";
  let isInside = false;
  for (const [at, character] of characters.entries()) {
    const place = placeOf(character);
    if (place === "letter") {
      titled += isInside ? restOf(character, keepsRest) : fullTitleOf(character);
      isInside = true;
    } else {
      titled += character;
      isInside = place === "other" ? isInside && joins(characters, at) : isInside;
    }
  }
  return titled;
};
