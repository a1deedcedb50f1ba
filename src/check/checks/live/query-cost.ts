import { formatDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";
import type { LoadedGroup } from "../../live/live-facts.ts";
import { type LiveRule, liveRules } from "./live-rules.ts";

const percentOf = (part: number, whole: number): number => Math.round((part / whole) * 100);

const HELP =
  "record the inner part with a rule of its own, select fewer series, or look at a shorter window";

const ofSamples = ({ rule, answer }: LiveRule, { settings }: Examined): Discovery | undefined => {
  const { samples: most } = settings.liveLimits;
  const samples = answer?.kind === "answered" ? answer.samples : undefined;
  if (samples === undefined || samples <= most) return undefined;
  return {
    place: rule.rule.expr.placeAt(0),
    subject: rule.rule.name.text,
    message: `one evaluation looks at ${samples} samples, every ${formatDuration(rule.intervalMs)}`,
    help: `${HELP}; liveLimits.samples of the settings allows ${most}`,
  };
};

const ofTime = ({ rule, answer }: LiveRule, { settings }: Examined): Discovery | undefined => {
  const took = answer?.kind === "answered" ? answer.evaluationMs : undefined;
  if (took === undefined || took <= rule.intervalMs * settings.liveLimits.share) return undefined;
  const interval = formatDuration(rule.intervalMs);
  return {
    place: rule.rule.expr.placeAt(0),
    subject: rule.rule.name.text,
    severity: took >= rule.intervalMs ? "error" : "warning",
    message: `one evaluation took ${formatDuration(took)}, ${percentOf(took, rule.intervalMs)}% of the ${interval} until the next: its group falls behind when it does not fit`,
    help: HELP,
  };
};

/** The group as it is loaded: groups of other files may have its name. */
const loadedAs = (
  { group }: ExaminedRule,
  groups: readonly LoadedGroup[],
): LoadedGroup | undefined => {
  const names = new Set(group.rules.map(({ name }) => name.text));
  return groups.find(
    ({ name, rules }) => name === group.name.text && rules.some((rule) => names.has(rule.name)),
  );
};

const ofGroup = (rule: ExaminedRule, examined: Examined): Discovery | undefined => {
  const loaded = loadedAs(rule, examined.evidence.live?.groups ?? []);
  if (loaded === undefined) return undefined;
  const { evaluationMs, intervalMs } = loaded;
  if (evaluationMs <= intervalMs * examined.settings.liveLimits.share) return undefined;
  const late = evaluationMs >= intervalMs;
  const effect = late
    ? "evaluations are left out, and alerts come late"
    : "there is little room for more series";
  return {
    place: rule.group.name.placeAt(0),
    subject: rule.group.name.text,
    severity: late ? "error" : "warning",
    message: `the last evaluation of the group took ${formatDuration(evaluationMs)}, ${percentOf(evaluationMs, intervalMs)}% of its interval of ${formatDuration(intervalMs)}: ${effect}`,
    help: "split the group, make its slowest queries cheaper, or evaluate it less often",
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const seen = new Set<unknown>();
  for (const of of liveRules(examined)) {
    const { rule } = of;
    const found = [ofSamples(of, examined) ?? ofTime(of, examined)];
    if (!seen.has(rule.group)) found.push(ofGroup(rule, examined));
    seen.add(rule.group);
    for (const discovery of found) if (discovery !== undefined) yield discovery;
  }
};

export const queryCost: Check = {
  name: "query-cost",
  severity: "warning",
  title: "A query or group of rules that costs the running Prometheus too much",
  find,
};
