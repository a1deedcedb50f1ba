import { crossReferenceMistakes } from "../model/cross-references.ts";
import { inSourceOrder, type Mistake } from "../model/mistake.ts";
import { outline } from "../model/outline.ts";
import { type Runbooks, runbookMistakes } from "../model/runbook.ts";
import { schemaMistakes } from "../model/schema-mistakes.ts";
import { type System, systemSchema } from "../model/system.ts";
import { objectiveMistakes } from "../slo/objective-mistakes.ts";
import { queryMistakes } from "./query-mistakes.ts";

export type ReadSystem =
  | { readonly system: System; readonly mistakes: readonly [] }
  | { readonly system: undefined; readonly mistakes: readonly Mistake[] };

/**
 * Checks what definitions gave: a system that can be compiled, or every mistake in it at once.
 * Without `runbooks` the pages are not looked at.
 */
export const readSystem = (raw: unknown, runbooks?: Runbooks): ReadSystem => {
  const { data } = systemSchema.safeParse(raw);
  const seen = outline(raw);
  const mistakes = [
    ...schemaMistakes(raw),
    ...crossReferenceMistakes(seen),
    ...queryMistakes(raw),
    ...(runbooks === undefined ? [] : runbookMistakes(seen, runbooks)),
    ...objectiveMistakes(raw),
  ];
  if (data !== undefined && mistakes.length === 0) return { system: data, mistakes: [] };
  return { system: undefined, mistakes: inSourceOrder(mistakes) };
};
