import { type Instant, toIso } from "../../lib/clock.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { IncidentSummary } from "../../store/store.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";

/** "4m ago"; the exact time is in the tooltip. */
export const ago = (at: Instant, now: Instant): Html => {
  const elapsed = now - at;
  const coarse =
    elapsed < 60_000 ? Math.floor(elapsed / 1000) * 1000 : Math.floor(elapsed / 60_000) * 60_000;
  return html`<time datetime="${toIso(at)}" title="${toIso(at)}">${formatDuration(coarse)} ago</time>`;
};

/** What is being done about an incident, in a few words. */
export const statusText = (incident: IncidentSummary): string => {
  if (incident.status !== "triggered") return incident.status;
  if (incident.nobodyTold) return "NOBODY WAS TOLD";
  return incident.notPagedBecause === null ? "nobody has acknowledged" : "nobody is paged";
};

const row = (incident: IncidentSummary, now: Instant): Html => html`<tr>
<td class="${incident.status}">${statusText(incident)}</td>
<td>${incident.severity}</td>
<td><a href="/incidents/${incident.id}">#${incident.number} ${incident.title}</a></td>
<td>${incident.service ?? "–"}</td>
<td>${ago(incident.openedAt, now)}</td>
</tr>
`;

const table = (incidents: readonly IncidentSummary[], now: Instant): Html => html`<table>
<thead><tr><th>State</th><th>Severity</th><th>Incident</th><th>Service</th><th>Opened</th></tr></thead>
<tbody>
${incidents.map((incident) => row(incident, now))}
</tbody>
</table>`;

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
    : table(open, now)
}
${past.length === 0 ? null : html`<h2>Resolved</h2>${table(past, now)}`}`,
  );
};
