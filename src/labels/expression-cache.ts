/** The largest count of a repetition such as `{10}` or `{2,10}`, at least 1. RE2 allows 1000. */
const largestRepetition = (expression: string): number => {
  let largest = 1;
  for (const [, least = "", most = ""] of expression.matchAll(/\{(\d{1,5})(?:,(\d{0,5}))?\}/g)) {
    largest = Math.max(largest, Number(least), Number(most));
  }
  return Math.min(largest, 1000);
};

/** About how many characters the expression has once its repetitions are written out. */
export const writtenOut = (expression: string): number =>
  expression.length * largestRepetition(expression);

/** What a cache holds at most, in characters written out: some 100 MB of programs. */
const CAPACITY = 1_000_000;
/** What each entry counts beside its expression. */
const ENTRY = 50;

/** Remembers what was made of an expression; forgets everything when it has grown too large. */
export const rememberByExpression = <T>(make: (expression: string) => T) => {
  const cache = new Map<string, T>();
  let held = 0;
  return (expression: string): T => {
    const known = cache.get(expression);
    if (known !== undefined) return known;
    const made = make(expression);
    held += ENTRY + writtenOut(expression);
    if (held > CAPACITY) {
      cache.clear();
      held = ENTRY + writtenOut(expression);
    }
    cache.set(expression, made);
    return made;
  };
};
