/** A value that is computed when it is first asked for, and once. */
export const lazy = <Value>(compute: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: compute() };
    return made.value;
  };
};
