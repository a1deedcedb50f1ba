import type { PageAlert, PageMessage } from "./channel.ts";
import {
  circumstances,
  description,
  headline,
  labelsLine,
  moreAlertsLine,
  oneLine,
  subject,
} from "./page-text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/** A link only where it leads to the web: an annotation could hold any scheme. */
const link = (url: string, text: string): string =>
  /^https?:\/\//i.test(url)
    ? `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`
    : escapeHtml(url);

const GREY = "color:#595959";
const BUTTON = [
  "display:block;max-width:420px;padding:18px 24px;border-radius:6px",
  "background:#1a1a1a;color:#ffffff;font-size:20px;font-weight:600",
  "text-align:center;text-decoration:none",
].join(";");

const alertHtml = (alert: PageAlert): string => {
  const text = description(alert);
  return [
    `<p style="margin:16px 0 0"><strong>${escapeHtml(headline(alert))}</strong></p>`,
    text === "" ? "" : `<p style="margin:4px 0 0;white-space:pre-line">${escapeHtml(text)}</p>`,
    alert.runbookUrl === null
      ? ""
      : `<p style="margin:4px 0 0">${link(alert.runbookUrl, "Runbook")}</p>`,
    `<p style="margin:4px 0 0;${GREY};font-size:13px">${escapeHtml(labelsLine(alert))}</p>`,
  ].join("");
};

/** The page for a mail program: one button large enough for a thumb, then what is known. */
export const renderHtml = (message: PageMessage): string =>
  [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"></head>',
    '<body style="margin:0;padding:16px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#ffffff">',
    `<p style="margin:0 0 16px;font-size:20px;font-weight:600">${escapeHtml(subject(message))}</p>`,
    `<p style="margin:0 0 16px"><a href="${escapeHtml(message.acknowledgeUrl)}" style="${BUTTON}">Acknowledge</a></p>`,
    `<p style="margin:0">For ${escapeHtml(oneLine(message.person.name))}: ${escapeHtml(oneLine(message.reason))}.</p>`,
    `<p style="margin:0;${GREY}">${escapeHtml(circumstances(message))}</p>`,
    ...message.alerts.map(alertHtml),
    message.moreAlerts > 0 ? `<p style="margin:16px 0 0">${moreAlertsLine(message)}</p>` : "",
    `<p style="margin:24px 0 0">${link(message.incident.url, "Open the incident")}</p>`,
    "</body></html>",
  ].join("\n");
