import { stripVTControlCharacters } from "node:util";

/** What is shown of one block of an answer, which is what stands between empty lines; undefined for nothing. */
export type Choice = (block: string, plain: string) => string | undefined;

const OMITTED = "…";

/** The chosen blocks of what a program printed, with a mark where others are left out. */
export const excerpt = (answer: string, choose: Choice): string => {
  const shown: string[] = [];
  for (const block of answer.trimEnd().split("\n\n")) {
    const chosen = choose(block, stripVTControlCharacters(block));
    if (chosen !== undefined) shown.push(chosen);
    else if (shown.at(-1) !== OMITTED) shown.push(OMITTED);
  }
  return shown.join("\n\n");
};

export const lastLine = (block: string): string => block.slice(block.lastIndexOf("\n") + 1);
