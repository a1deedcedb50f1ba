import { KNOWN_CATALOGUES } from "../../../promql/metrics/known-metrics.ts";
import type { MetricCatalogue, MetricFacts } from "../../../promql/metrics/metric-facts.ts";
import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { type QueriedAlert, queriedAlerts, shownBy } from "./query-verdicts.ts";
import type { Story } from "./replay/replay.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { metricNamesIn } from "./selector-names.ts";
import { storyOfQuery } from "./story-of-query.ts";

/** A program that an exporter observes and says the health of. */
type Observed = {
  readonly exporter: string;
  readonly program: string;
  readonly health: MetricFacts;
  readonly metrics: ReadonlySet<string>;
};

/** "Redis behind the exporter" is about Redis; what begins in lower case is no program's name. */
const programOf = ({ healthOf = "" }: MetricFacts): string | undefined =>
  /^\p{Lu}\S*/u.exec(healthOf)?.[0];

const observedIn = ({ of, metrics }: MetricCatalogue): Observed[] =>
  metrics.flatMap((health) => {
    const program = programOf(health);
    if (!health.health || program === undefined || health.labels.length > 0) return [];
    return [{ exporter: of, program, health, metrics: new Set(metrics.map(({ name }) => name)) }];
  });

/** Names of the program: its own and what its metrics begin with. */
const namesOf = ({ program, health }: Observed): readonly string[] => {
  const [prefix = ""] = health.name.split("_");
  const name = program.toLowerCase();
  const short = name.replace(/resql$/, "res");
  return [...new Set([name, short, prefix])]
    .filter((each) => each.length > 1)
    .sort((a, b) => b.length - a.length);
};

/** Words that say no more of a service than that there is one, and that it is down. */
const NEUTRAL =
  /database|db|instance|server|service|node|host|cluster|master|primary|replica|slave|standby|down|is|not|un|available|reachable|missing|offline|dead|up|exporter|[^a-z]/g;

/** Whether a text names the program and nothing else. */
const isNamed = (text: string, observed: Observed): boolean => {
  const lower = text.toLowerCase();
  const name = namesOf(observed).find((each) => lower.includes(each));
  return name !== undefined && lower.replace(name, "").replace(NEUTRAL, "") === "";
};

/** The only condition is that a scrape fails. */
const scrapeSelector = ({ query }: QueriedAlert): VectorSelector | undefined => {
  const [threshold, ...more] = thresholdsIn(query.values());
  if (threshold === undefined || more.length > 0 || !threshold.alone) return undefined;
  const node = withoutParens(threshold.value);
  const failed = constantOf(threshold.thresholdFacts) === 0 && threshold.operator === "==";
  return failed && node.kind === "selector" && metricOf(node) === "up" ? node : undefined;
};

const jobOf = ({ matchers }: VectorSelector): string =>
  matchers.find(({ name, operator }) => name === "job" && operator === "=")?.value ?? "";

const speaksOfExporter = (alert: QueriedAlert): boolean => {
  const texts = [alert.rule.name.text, ...alert.rule.annotations.map(({ value }) => value.text)];
  return texts.some((text) => /exporter|scrape|target/i.test(text));
};

const MINUTE_MS = 60_000;

const counterexample = (
  examined: Examined,
  alert: QueriedAlert,
  health: string,
): Counterexample | undefined => {
  const steps = Math.ceil((alert.rule.for?.ms ?? 0) / MINUTE_MS) + 5;
  const times = { intervalMs: MINUTE_MS, evalTimeMs: steps * MINUTE_MS };
  const story = storyOfQuery(alert.query, times, () => `1x${steps}`);
  const [up] = story?.series ?? [];
  if (story === undefined || up === undefined) return undefined;
  const down = { name: health, labels: up.labels, values: `0x${steps}` };
  const both: Story = { ...story, series: [...story.series, down] };
  return storyCounterexample(examined, alert, { story: both, claim: "silent" });
};

type Reading = { readonly all: ReadonlySet<string>; readonly observed: readonly Observed[] };

/** Exporters whose metrics the set reads, without that any alert reads the health that they report. */
const readingOf = (examined: Examined): Reading => {
  const catalogues = [...KNOWN_CATALOGUES, ...examined.settings.metrics];
  const candidates = catalogues.flatMap(observedIn);
  const all = new Set(
    examined.rules.flatMap(({ query }) => (query === undefined ? [] : metricNamesIn(query.expr))),
  );
  const observed = candidates.filter(
    ({ metrics, health }) => !all.has(health.name) && [...all].some((name) => metrics.has(name)),
  );
  return { all, observed };
};

/** A job whose own metrics the set reads is a service and no exporter. */
const isServiceItself = (job: string, { all }: Reading, { metrics }: Observed): boolean => {
  const prefix = `${job.replaceAll(/[^a-zA-Z0-9]/g, "_")}_`;
  return job !== "" && [...all].some((name) => name.startsWith(prefix) && !metrics.has(name));
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const alerts = queriedAlerts(examined).filter((alert) => scrapeSelector(alert) !== undefined);
  if (alerts.length === 0) return;
  const reading = readingOf(examined);
  for (const alert of alerts) {
    const selector = scrapeSelector(alert);
    if (selector === undefined || speaksOfExporter(alert)) continue;
    const job = jobOf(selector);
    const observed = reading.observed.find(
      (each) =>
        isNamed(alert.rule.name.text, each) &&
        (job === "" || isNamed(job, each)) &&
        !isServiceItself(job, reading, each),
    );
    if (observed === undefined) continue;
    const { program, exporter, health } = observed;
    yield {
      place: alert.placeOf(selector.span),
      subject: alert.rule.name.text,
      message: `\`up\` says whether ${exporter} can be scraped, not whether ${program} works: with ${program} down and the exporter up, this stays silent, and with only the exporter down it blames ${program}`,
      help: `alert on \`${health.name} == 0\` for ${program}, and keep \`up == 0\` as an alert about the exporter`,
      ...shownBy(counterexample(examined, alert, health.name)),
    };
  }
};

export const exporterMistakenForService: Check = {
  name: "exporter-mistaken-for-service",
  severity: "error",
  title: "An alert about a program that watches only whether its exporter can be scraped",
  find,
};
