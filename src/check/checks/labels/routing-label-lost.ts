import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import { isNeverPresent, witnessOf } from "../../../labels/symbolic-labels.ts";
import type { LabelReason } from "../../../promql/labels/label-reason.ts";
import { labelVerdict } from "../../../promql/labels/label-verdict.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import { ownLabels } from "./own-labels.ts";
import { type RoutingUse, routingUses } from "./routing-uses.ts";

/** Why the aggregation of the alert's own query takes the label away; undefined when it may be there. */
const lossOf = (query: Query, name: string): LabelReason | undefined => {
  const { presence, branches } = labelVerdict(query.labels(), name);
  const reason = branches[0]?.reason;
  const isOwn = branches.every(
    (branch) => branch.reason.cause === "removed" && branch.reason.recordedBy === undefined,
  );
  return presence === "never" && isOwn ? reason : undefined;
};

/** Whether the query keeps the label and says so, by a matcher, a grouping or a declaration. */
const keeps = (query: Query, name: string): boolean => {
  const flow = query.labels();
  return labelVerdict(flow, name).branches.some(
    ({ presence, alternative }) =>
      presence !== "never" && flow.alternatives[alternative]?.reasons.has(name) === true,
  );
};

type Reader = { readonly alert: ExaminedAlert; readonly query: Query };
type Readers = ReadonlyMap<string, readonly Reader[]>;

const metricsOf = (query: Query): ReadonlySet<string> =>
  new Set(selectorsOf(query.expr).map(({ metric }) => metric));

/** The alerts that read each metric. */
const readersOf = ({ alerts }: Examined): Readers => {
  const readers = new Map<string, Reader[]>();
  for (const alert of alerts) {
    const { query } = alert;
    if (query === undefined) continue;
    for (const metric of metricsOf(query)) {
      const known = readers.get(metric);
      if (known === undefined) readers.set(metric, [{ alert, query }]);
      else known.push({ alert, query });
    }
  }
  return readers;
};

/** For each metric and label, the first alert that keeps it: looked for once. */
const keeperFinder = (readers: Readers) => {
  const found = new Map<string, ExaminedAlert | undefined>();
  return (metric: string, name: string): ExaminedAlert | undefined => {
    const key = JSON.stringify([metric, name]);
    if (!found.has(key)) {
      const keeper = readers.get(metric)?.find(({ query }) => keeps(query, name));
      found.set(key, keeper?.alert);
    }
    return found.get(key);
  };
};

type Loss = {
  readonly name: string;
  readonly reason: LabelReason;
  readonly uses: readonly RoutingUse[];
  readonly keeper: ExaminedAlert;
};

const exampleOf = (alert: ExaminedAlert, { routings }: Examined): Counterexample | undefined => {
  const [routing, ...others] = routings;
  const [arriving] = alert.arriving();
  const labels = arriving && witnessOf(arriving);
  if (routing === undefined || others.length > 0 || labels === undefined) return undefined;
  const receivers = matchRoutes(routing.root, labels).map(({ receiver }) => receiver);
  return { kind: "labels", labels, receivers };
};

const MOST_USES = 3;

const discovery = (alert: ExaminedAlert, losses: readonly Loss[], examined: Examined) => {
  const [first] = losses;
  if (first === undefined) return undefined;
  const names = losses.map(({ name }) => name);
  const uses = [...new Set(losses.flatMap((loss) => loss.uses.map(({ text }) => text)))];
  const isRouted = losses.some((loss) => loss.uses.some(({ kind }) => kind === "route"));
  const counterexample = isRouted ? exampleOf(alert, examined) : undefined;
  const more = uses.length > MOST_USES ? ", …" : "";
  const found: Discovery = {
    place: alert.placeOf(first.reason.span),
    subject: alert.rule.name.text,
    severity: isRouted ? "warning" : "info",
    message: `the alert never carries ${names.join(", ")} (${first.reason.because}), which Alertmanager looks at: ${uses.slice(0, MOST_USES).join(", ")}${more}\n${first.keeper.rule.name.text} reads the same metric and carries it`,
    help: `keep ${names.join(", ")} in the aggregation, or set it in the rule if it has one value`,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
  return found;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const routing = routingUses(examined);
  if (routing.size === 0) return;
  const keeperOf = keeperFinder(readersOf(examined));
  const lossesOf = (alert: ExaminedAlert, query: Query): readonly Loss[] => {
    const own = new Set(ownLabels(alert).map(({ name }) => name.text));
    return [...routing].flatMap(([name, uses]) => {
      if (name === "alertname" || own.has(name)) return [];
      const reason = lossOf(query, name);
      if (reason === undefined) return [];
      if (!alert.arriving().every((labels) => isNeverPresent(labels, name))) return [];
      const keeper = metricsOf(query)
        .values()
        .map((metric) => keeperOf(metric, name))
        .find((found) => found !== undefined);
      return keeper === undefined ? [] : [{ name, reason, uses, keeper }];
    });
  };
  for (const alert of examined.alerts) {
    const { query } = alert;
    const found = query && discovery(alert, lossesOf(alert, query), examined);
    if (found !== undefined) yield found;
  }
};

export const routingLabelLost: Check = {
  name: "routing-label-lost",
  severity: "warning",
  title: "An alert whose aggregation loses a label that Alertmanager routes, inhibits or groups by",
  find,
};
