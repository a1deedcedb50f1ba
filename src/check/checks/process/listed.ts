/** More lines than this are not read. */
const MOST_LISTED = 20;

/** One to a line, the first twenty of them. */
export const listedLines = (lines: readonly string[]): string => {
  const more = lines.length - MOST_LISTED;
  return [...lines.slice(0, MOST_LISTED), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
};

/** `a`, `a and b`, `a, b and c`. */
export const listedWords = (words: readonly string[]): string => {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
};

/** "1 alert", "2 alerts". */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`;
