import type { LocatedPair } from "../../../prometheus/rule.ts";
import type { TestedGroup, TestedRule } from "../rules/tested-rule.ts";
import { flowYaml } from "./flow-yaml.ts";

/** What is written otherwise than the rule says it. */
export type RuleChange = {
  readonly name?: string;
  readonly expr?: string;
  readonly for?: string;
  readonly keepFiringFor?: string;
};

const record = (pairs: readonly LocatedPair[]) =>
  Object.fromEntries(pairs.map(({ name, value }) => [name.text, value.text]));

const given = (name: string, pairs: readonly LocatedPair[]) =>
  pairs.length === 0 ? {} : { [name]: record(pairs) };

const duration = (name: string, written: string | undefined) =>
  written === undefined ? {} : { [name]: written };

/** The rule as an entry of a rule file. */
export const ruleEntry = ({ rule }: TestedRule, change: RuleChange = {}): object => {
  const name = change.name ?? rule.name.text;
  const expr = change.expr ?? rule.expr.text;
  if (rule.kind === "recording") return { record: name, expr, ...given("labels", rule.labels) };
  return {
    alert: name,
    expr,
    ...duration("for", change.for ?? rule.for?.written.text),
    ...duration("keep_firing_for", change.keepFiringFor ?? rule.keepFiringFor?.written.text),
    ...given("labels", rule.labels),
    ...given("annotations", rule.annotations),
  };
};

/** For each rule, what stands in its place: itself, several, or nothing. */
export type Entries = (rule: TestedRule) => readonly object[];

/** A rule file with these groups. */
export const ruleFileText = (groups: readonly TestedGroup[], entries: Entries): string =>
  flowYaml({
    groups: groups.map(({ name, group, rules }) => ({
      name,
      ...duration("interval", group.interval?.written.text),
      ...duration("query_offset", group.queryOffset?.written.text),
      ...(group.limit === 0 ? {} : { limit: group.limit }),
      ...given("labels", group.labels),
      rules: rules.flatMap(entries),
    })),
  });
