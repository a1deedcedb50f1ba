import type { Counterexample } from "../../../counterexample.ts";
import type { Examined, ExaminedAlert } from "../../../examined.ts";
import { type Claim, firingIn, type Story } from "./replay.ts";

type AlertsByName = ReadonlyMap<string, readonly ExaminedAlert[]>;

const byName = new WeakMap<Examined, AlertsByName>();

/** All rules with the name of this one, which Prometheus and promtool do not tell apart. */
const namesakes = (examined: Examined, alert: ExaminedAlert): readonly ExaminedAlert[] => {
  const known = byName.get(examined) ?? Map.groupBy(examined.alerts, ({ rule }) => rule.name.text);
  byName.set(examined, known);
  return known.get(alert.rule.name.text) ?? [];
};

const PLAIN = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

const seriesOf = ({ series }: Story) =>
  series.map(({ name, labels, values }) => {
    const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(", ");
    return { series: `${name}{${text}}`, values };
  });

const MOST_NAMESAKES = 10;

/**
 * The story as a counterexample, if the rule then does what is claimed: fires, or stays silent. Undefined when it does
 * not, or when that is not known.
 */
export const storyCounterexample = (
  examined: Examined,
  alert: ExaminedAlert,
  { story, claim }: { readonly story: Story; readonly claim: Claim },
): Counterexample | undefined => {
  if (!story.series.every(({ name }) => PLAIN.test(name))) return undefined;
  const own = firingIn(alert, story, claim);
  if (own === undefined) return undefined;
  const all = namesakes(examined, alert);
  if (all.length > MOST_NAMESAKES) return undefined;
  const firing: Record<string, string>[] = [];
  for (const other of all) {
    const alerts = other === alert ? own : firingIn(other, story);
    if (alerts === undefined) return undefined;
    firing.push(...alerts.map(({ labels }) => ({ ...labels })));
  }
  return {
    kind: "series",
    interval: story.interval,
    series: seriesOf(story),
    evalTime: story.evalTime,
    alertname: alert.rule.name.text,
    firing,
  };
};
