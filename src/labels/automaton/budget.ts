/** An automaton became larger than its question is worth; the answer is not known. */
export class TooLarge extends Error {
  constructor() {
    super("the automaton is too large");
    this.name = "TooLarge";
  }
}

export type Budget = { readonly spend: (amount: number) => void };

/** Throws TooLarge when more than `limit` is spent. */
export const budgetOf = (limit: number): Budget => {
  let left = limit;
  return {
    spend: (amount) => {
      left -= amount;
      if (left < 0) throw new TooLarge();
    },
  };
};

/** The answer, or undefined where the automaton became too large. */
export const unlessTooLarge = <T>(answer: () => T): T | undefined => {
  try {
    return answer();
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
};
