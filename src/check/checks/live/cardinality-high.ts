import { lazy } from "../../../lib/lazy.ts";
import type { Check, Discovery } from "../../check.ts";
import { type Examined, isAlert } from "../../examined.ts";
import type { LiveFacts } from "../../live/live-facts.ts";
import { type LiveRule, liveRules } from "./live-rules.ts";

const percent = lazy(
  () => new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 }),
);

/** "2.5% of all 40000 series in memory". */
const shareOf = (series: number, { headSeries }: LiveFacts): string =>
  headSeries === undefined || headSeries < series
    ? ""
    : `, ${percent().format(series / headSeries)} of the ${headSeries} in memory`;

const seriesOf = ({ rule, answer }: LiveRule): number => {
  if (answer?.kind !== "answered") return 0;
  return isAlert(rule) ? (answer.candidates ?? answer.series) : answer.series;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { live } = examined.evidence;
  const { series: most } = examined.settings.liveLimits;
  if (live === undefined) return;
  for (const of of liveRules(examined)) {
    const { rule } = of;
    const series = seriesOf(of);
    if (series <= most) continue;
    const does = isAlert(rule) ? "compares" : "records";
    const effect = isAlert(rule)
      ? "as many alerts are possible at once"
      : "each is stored like one that is scraped";
    yield {
      place: rule.rule.expr.placeAt(0),
      subject: rule.rule.name.text,
      message: `the rule ${does} ${series} series${shareOf(series, live)}: ${effect}`,
      help: `aggregate to what somebody would act on, such as \`sum by (job) (…)\`; liveLimits.series of the settings allows ${most}`,
    };
  }
};

export const cardinalityHigh: Check = {
  name: "cardinality-high",
  severity: "warning",
  title: "A rule that compares or records very many series in the running Prometheus",
  find,
};
