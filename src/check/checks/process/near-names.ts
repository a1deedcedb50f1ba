import { suggestionFor } from "../../../lib/suggestion.ts";

/** So many names are compared with one another in all: who has more that are unknown has other troubles. */
const MOST_COMPARED = 10_000;

/** Finds the name that was probably meant, as long as that does not take too long. */
export const nearNames = (names: readonly string[]): ((name: string) => string | undefined) => {
  const found = new Map<string, string | undefined>();
  let compared = 0;
  return (name) => {
    if (found.has(name) || compared > MOST_COMPARED) return found.get(name);
    compared += names.length;
    const near = suggestionFor(name, names);
    found.set(name, near);
    return near;
  };
};
