import { nextStep } from "../../incident/escalation.ts";
import type { Incident, IncidentAlert, IncidentPage, Recorded } from "../../incident/state.ts";
import { timeline } from "../../incident/timeline.ts";
import { type Instant, toIso } from "../../lib/clock.ts";
import { type Html, html } from "./html.ts";
import { ago, roughly, statusText } from "./inbox.ts";
import { layout } from "./layout.ts";

/** The time of day; the whole time is in the tooltip. */
const clockTime = (iso: string): Html =>
  html`<time datetime="${iso}" title="${iso}">${iso.slice(11, 19)}</time>`;

const outlook = (incident: Incident, now: Instant): string => {
  if (incident.status === "resolved") return "";
  if (incident.notPagedBecause !== null) return ` · ${incident.notPagedBecause}`;
  const next = nextStep(incident);
  if (next === null) {
    const ended = incident.escalation?.finished;
    return ended == null ? "" : ` · no further step: ${ended}`;
  }
  const people = next.people.join(", ");
  return ` · next: ${people} ${next.at > now ? `in ${roughly(next.at - now)}` : "now"}`;
};

const heading = (incident: Incident, now: Instant): Html => {
  const count = Object.keys(incident.alerts).length;
  return html`<p class="quiet">${incident.severity} · #${incident.number} · ${incident.service ?? "no service"} · ${count} ${count === 1 ? "alert" : "alerts"} · opened ${ago(incident.openedAt, now)}</p>
<h1>${incident.title}</h1>
<p class="${incident.status}">${
    incident.status === "acknowledged"
      ? `acknowledged by ${incident.acknowledgedBy.join(", ")}`
      : statusText(incident)
  }${outlook(incident, now)}</p>`;
};

const alertRow = (alert: IncidentAlert): Html => {
  const runbook = alert.annotations["runbook_url"] ?? "";
  const summary = alert.annotations["summary"] ?? "";
  return html`<tr><td>${alert.status}</td><td>${alert.name}</td><td>${summary}${
    /^https?:\/\//.test(runbook) ? html` <a href="${runbook}" rel="noreferrer">Runbook</a>` : null
  }</td></tr>
`;
};

const pageRow = (
  page: IncidentPage,
): Html => html`<tr><td>${page.status}</td><td>${page.personName}</td><td>${page.method} (step ${page.place.step})</td></tr>
`;

/** The times in Coordinated Universal Time, newest first. */
const history = (recorded: readonly Recorded[]): Html => html`<h2>Timeline (UTC)</h2>
<table><tbody>
${timeline(recorded)
  .toReversed()
  .map(
    (entry) => html`<tr><td>${clockTime(entry.at)}</td><td>${entry.text}</td></tr>
`,
  )}
</tbody></table>`;

export type IncidentView = {
  incident: Incident;
  recorded: readonly Recorded[];
  now: Instant;
  /** Forms for what this visitor may do now. */
  forms: Html;
  signedIn: boolean;
  /** What the visitor should know first, such as that an action came too late. */
  note: string | null;
};

/** One incident: what is broken, who is on it, what happens next; then everything else. */
export const incidentPage = (view: IncidentView): string => {
  const { incident, recorded, now } = view;
  const told = Object.values(incident.pages);
  return layout(
    { title: `#${incident.number} ${incident.title}`, refreshS: 15, signedIn: view.signedIn },
    html`${heading(incident, now)}
${view.note === null ? null : html`<p role="status">${view.note}</p>`}
${view.forms}
${history(recorded)}
<h2>Alerts</h2>
<table><tbody>${Object.values(incident.alerts).map(alertRow)}</tbody></table>
<h2>Told</h2>
${
  told.length === 0
    ? html`<p class="quiet">Nobody was told.</p>`
    : html`<table><tbody>${told.map(pageRow)}</tbody></table>`
}
<p class="quiet">as of ${toIso(now)}</p>`,
  );
};

type Button = { label: string; action: string };

/** Forms for somebody whom a signed link names: the first button stands out. */
export const linkForms = (buttons: readonly Button[]): Html =>
  html`${buttons.map(
    ({ label, action }, index) => html`<form method="post" action="${action}">
<button${index === 0 ? null : html` class="second"`}>${label}</button></form>
`,
  )}`;

/** One form for somebody who is signed in and says who they are. */
export const namedForm = (
  buttons: readonly Button[],
  people: readonly { id: string; name: string }[],
): Html => {
  const who =
    people.length === 0
      ? html`<input name="by" required maxlength="100" autocomplete="username">`
      : html`<select name="by">${people.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select>`;
  return html`<form method="post"><label>As ${who}</label>
${buttons.map(
  ({ label, action }, index) =>
    html`<button formaction="${action}"${index === 0 ? null : html` class="second"`}>${label}</button>
`,
)}</form>`;
};
