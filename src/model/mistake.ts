import type { DefinedAt } from "./definition.ts";

/** Something in a definition that keeps it from being built, and what to do about it. */
export type Mistake = {
  /** A short name for this kind of mistake. */
  readonly rule: string;
  readonly place: DefinedAt;
  /** What is wrong with what, in one sentence without a full stop. */
  readonly message: string;
  readonly mend: string;
};

/** In the order of the source; what has no place comes first. */
export const inSourceOrder = (mistakes: readonly Mistake[]): Mistake[] => {
  const file = ({ place }: Mistake) => place?.file ?? "";
  return mistakes.toSorted((a, b) => {
    if (file(a) !== file(b)) return file(a) < file(b) ? -1 : 1;
    return (a.place?.line ?? 0) - (b.place?.line ?? 0);
  });
};
