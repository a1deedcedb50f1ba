import { selectorsOf } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { counted, listedWords } from "./listed.ts";
import { seriesReaders, withItsSources } from "./series-readers.ts";
import { dashboardsOf } from "./set-dashboards.ts";

const WORD = /[a-zA-Z_:][\w:]*/g;

/** Metrics that panels show, with what recorded ones are made of; all words of queries that cannot be read. */
const shownMetrics = (examined: Examined): ReadonlySet<string> => {
  const { contents, queryOf } = dashboardsOf(examined);
  const readers = seriesReaders(examined);
  const shown = new Set<string>();
  for (const written of contents.flatMap(({ queries }) => queries)) {
    const query = queryOf(written);
    const names =
      query === undefined
        ? Array.from(written.text.matchAll(WORD), ([word]) => word)
        : selectorsOf(query.expr).map(metricOf);
    for (const name of names) shown.add(name);
  }
  for (const name of shown) {
    for (const recording of readers.recordings.get(name) ?? []) {
      for (const selector of readers.ofRule.get(recording) ?? []) shown.add(metricOf(selector));
    }
  }
  return shown;
};

/** The metrics that an alert rests on; undefined when it reads some that it does not name. */
const metricsOf = (examined: Examined, alert: ExaminedAlert): readonly string[] | undefined => {
  const readers = seriesReaders(examined);
  const metrics = [...withItsSources(readers, alert)].flatMap((rule) =>
    (readers.ofRule.get(rule) ?? []).map(metricOf),
  );
  return metrics.includes("") ? undefined : [...new Set(metrics)];
};

type Unseen = { readonly alert: ExaminedAlert; readonly metrics: readonly string[] };

const HELP = "add a panel that shows what the alert rests on, so that people can see how it came";

const ofFile = (unseen: readonly Unseen[], total: number): Discovery[] => {
  const [first] = unseen;
  if (first === undefined) return [];
  if (unseen.length === total && total > 1) {
    return [
      {
        place: first.alert.rule.name.placeAt(0),
        subject: first.alert.document.file,
        message: `no panel of the dashboards shows anything that the ${counted(total, "alert")} of this file rest on`,
        help: "add panels for them, or give the dashboards that belong to these rules",
      },
    ];
  }
  return unseen.map(({ alert, metrics }) => ({
    place: alert.rule.name.placeAt(0),
    subject: alert.rule.name.text,
    message: `no panel shows what ${alert.rule.name.text} rests on: ${listedWords(metrics.slice(0, 5))}`,
    help: HELP,
  }));
};

const find = function* (examined: Examined): Iterable<Discovery> {
  if (examined.evidence.dashboards.length === 0) return;
  const shown = shownMetrics(examined);
  for (const alerts of Map.groupBy(examined.alerts, ({ document }) => document).values()) {
    const known = alerts.flatMap((alert) => {
      const metrics = metricsOf(examined, alert) ?? [];
      return metrics.length === 0 ? [] : [{ alert, metrics }];
    });
    const unseen = known.filter(({ metrics }) => !metrics.some((metric) => shown.has(metric)));
    yield* ofFile(unseen, known.length);
  }
};

export const dashboardMissing: Check = {
  name: "dashboard-missing",
  severity: "info",
  title: "An alert of which no dashboard shows anything",
  find,
};
