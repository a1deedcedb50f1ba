import { isEmptyList, type TemplateTree } from "./syntax/node.ts";
import type { ParsedTemplate } from "./syntax/parser.ts";

/** Definitions by their names, from any number of texts. */
export type TemplateSet = ReadonlyMap<string, TemplateTree>;

/** The definitions of a set with those of another text, which win unless they are empty. */
export const withTemplate = (set: TemplateSet, { trees }: ParsedTemplate): TemplateSet => {
  const merged = new Map(set);
  for (const [name, tree] of trees) {
    if (!merged.has(name) || !isEmptyList(tree.root)) merged.set(name, tree);
  }
  return merged;
};
