import type * as z from "zod";

/** Refuses a list in which two items go by the same name. */
export const distinct =
  <Item>(nameOf: (item: Item) => string) =>
  (items: readonly Item[], context: z.core.$RefinementCtx<Item[]>): void => {
    const names = items.map(nameOf);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      context.addIssue({
        code: "custom",
        path: [index],
        message: `repeats ${JSON.stringify(name)}; leave it out`,
        input: items,
      });
    }
  };
