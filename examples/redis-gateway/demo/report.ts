import { type Instant, toIso } from "../clock.ts";
import type { IncidentDetail } from "../stack/tocsin-api.ts";
import { firstAlertOf, hopsOf, hopTable, seconds } from "./hops.ts";
import type { Narrator } from "./narrator.ts";
import type { Run } from "./run.ts";
import { wrapWords } from "./wrap-words.ts";

const TIMELINE_MARGIN = 16;
const TEXT_WIDTH = 80 - TIMELINE_MARGIN;

const timelineText = ({ timeline }: IncidentDetail): string =>
  timeline
    .flatMap(({ at, text }) => {
      const [first = "", ...rest] = wrapWords(text, TEXT_WIDTH);
      return [
        `  ${toIso(Date.parse(at)).slice(11, 23)}  ${first}`,
        ...rest.map((line) => " ".repeat(TIMELINE_MARGIN) + line),
      ];
    })
    .join("\n");

const span = (what: string, from: Instant | undefined, to: Instant | undefined): string[] =>
  from === undefined || to === undefined
    ? []
    : [`  ${what.padEnd(38)}  ${seconds(to - from).padStart(9)}`];

const parsed = (at: string | null | undefined): Instant | undefined =>
  at === null || at === undefined ? undefined : Date.parse(at);

const timesText = (run: Run, detail: IncidentDetail): string => {
  const { incident, pages } = detail;
  const { fault, cure } = run.moments;
  const fired = firstAlertOf(run.watch.sightings(), detail)?.firedAt;
  const accepted = pages
    .flatMap(({ attempts }) => attempts)
    .filter(({ outcome }) => outcome === "accepted")
    .map(({ finishedAt }) => finishedAt);
  return [
    ...span("from the fault to a firing alert", fault, fired),
    ...span("from the fault to the first page", fault, parsed(accepted[0])),
    ...span("from the fault to the acknowledgement", fault, parsed(incident.acknowledgedAt)),
    ...span("from the cure to the end", cure, parsed(incident.resolvedAt)),
  ].join("\n");
};

const reportIncident = (run: Run, detail: IncidentDetail, narrator: Narrator): void => {
  const { number, severity, title, status } = detail.incident;
  narrator.paragraph(`\nIncident #${number}, ${severity}, ${status}: ${title}\n`);
  narrator.paragraph(timelineText(detail));
  const times = timesText(run, detail);
  if (times !== "") narrator.paragraph(`\nTimes\n\n${times}`);
};

/** Everything about a finished run: the timeline of each incident, its times, and the way of a page. */
export const reportRun = (run: Run, incidents: readonly IncidentDetail[]): void => {
  const { narrator, stack, watch, moments } = run;
  for (const detail of incidents) reportIncident(run, detail, narrator);
  const [incident] = incidents;
  if (incident === undefined || moments.fault === undefined) return;
  const faultAt = moments.fault;
  const hops = hopsOf({
    faultAt,
    sightings: watch.sightings(),
    incident,
    receivedAt: (name) => stack.alertmanager.receivedAt(name, faultAt),
  });
  narrator.paragraph(
    `\nThe way of the first page, and the time since the fault\n\n${hopTable(hops)}`,
  );
  const mail = hops.at(-1);
  if (mail !== undefined && incident.pages.length > 0) {
    const own = mail.at - Date.parse(incident.incident.openedAt);
    narrator.paragraph(`\nTocsin's own part, from the webhook to the mail server: ${seconds(own)}`);
  }
};
