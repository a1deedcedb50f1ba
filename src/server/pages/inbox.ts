import { type Instant, toIso } from "../../lib/clock.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { IncidentSummary } from "../../store/store.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** A duration without what nobody reads. */
export const roughly = (ms: number, unitMs = SECOND_MS): string =>
  formatDuration(Math.floor(ms / unitMs) * unitMs);

/** "4m ago"; the exact time is in the tooltip. */
export const ago = (at: Instant, now: Instant): Html => {
  const shown = now - at < MINUTE_MS ? roughly(now - at) : roughly(now - at, MINUTE_MS);
  return html`<time datetime="${toIso(at)}" title="${toIso(at)}">${shown} ago</time>`;
};

/** What is being done about an incident, in a few words. */
export const statusText = (incident: IncidentSummary): string => {
  if (incident.status !== "triggered") return incident.status;
  if (incident.nobodyTold) return "NOBODY WAS TOLD";
  return incident.notPagedBecause === null ? "nobody has acknowledged" : "nobody is paged";
};

const entry = (incident: IncidentSummary, now: Instant): Html => html`<li>
<a href="/incidents/${incident.id}">#${incident.number} ${incident.title}</a>
<p><span class="${incident.status}">${statusText(incident)}</span> <span class="quiet">· ${incident.severity} · ${incident.service ?? "no service"} · opened ${ago(incident.openedAt, now)}</span></p>
</li>
`;

const list = (incidents: readonly IncidentSummary[], now: Instant): Html => html`<ul>
${incidents.map((incident) => entry(incident, now))}</ul>`;

/** Open incidents first, then the latest that ended. */
export const inboxPage = (incidents: readonly IncidentSummary[], now: Instant): string => {
  const open = incidents.filter(({ status }) => status !== "resolved");
  const past = incidents.filter(({ status }) => status === "resolved");
  return layout(
    {
      title: open.length === 0 ? "Nothing is wrong" : `${open.length} open`,
      refreshS: 10,
      signedIn: true,
    },
    html`<h1>Incidents</h1>
${
  open.length === 0
    ? html`<p class="quiet">No incident is open. When Alertmanager reports an alert, it appears here.</p>`
    : list(open, now)
}
${past.length === 0 ? null : html`<h2>Resolved</h2>${list(past, now)}`}`,
  );
};
