import { crossReferenceMistakes } from "../model/cross-references.ts";
import { inSourceOrder, type Mistake } from "../model/mistake.ts";
import { outline } from "../model/outline.ts";
import { type Runbooks, runbookMistakes } from "../model/runbook.ts";
import { schemaMistakes } from "../model/schema-mistakes.ts";
import { type System, systemSchema } from "../model/system.ts";
import { bracketMistake } from "../promql/brackets.ts";
import { objectiveMistakes } from "../slo/objective-mistakes.ts";

export type ReadSystem =
  | { readonly system: System; readonly mistakes: readonly [] }
  | { readonly system: undefined; readonly mistakes: readonly Mistake[] };

const queryMistakes = (raw: unknown): Mistake[] =>
  outline(raw)
    .services.flatMap(({ alerts }) => alerts)
    .flatMap(({ name, when, definedAt }) => {
      const fault = bracketMistake(when);
      if (fault === undefined) return [];
      return [
        {
          rule: "broken-query",
          place: definedAt,
          message: `alert "${name}": its query ${fault}`,
          mend: "complete the query; `promtool check rules` on the output says more",
        },
      ];
    });

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
