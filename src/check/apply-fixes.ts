import type { Edit, Fix } from "./fix.ts";

const overlaps = (a: Edit, b: Edit): boolean => a.file === b.file && a.from < b.to && b.from < a.to;

const isSame = (a: Edit, b: Edit): boolean =>
  a.file === b.file && a.from === b.from && a.to === b.to && a.text === b.text;

const inserted = (text: string, edit: Edit): string =>
  text.slice(0, edit.from) + edit.text + text.slice(edit.to);

export type Fixed = {
  /** The new text of every file that changes. */
  readonly texts: Readonly<Record<string, string>>;
  /** How many of the fixes were made; one that touches what another changed is left for the next run. */
  readonly made: number;
};

/** Makes the fixes, each wholly or not at all. */
export const applyFixes = (
  fixes: readonly Fix[],
  sources: Readonly<Record<string, string>>,
): Fixed => {
  const edits: Edit[] = [];
  let made = 0;
  for (const fix of fixes) {
    const fresh = fix.edits.filter((edit) => !edits.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => edits.some((other) => overlaps(edit, other)))) continue;
    edits.push(...fresh);
    made += 1;
  }
  const texts: Record<string, string> = {};
  for (const edit of edits.toSorted((a, b) => b.from - a.from)) {
    texts[edit.file] = inserted(texts[edit.file] ?? sources[edit.file] ?? "", edit);
  }
  return { texts, made };
};
