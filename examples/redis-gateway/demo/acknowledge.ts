import type { CaughtMail } from "../stack/mail-catcher.ts";
import { act, type Run, untilSeen } from "./run.ts";

/** The link that a person taps: on a line of its own in the text of each page. */
const linkIn = (mail: CaughtMail): string => {
  const link = /https?:\/\/\S+\/incidents\/\S+\/acknowledge\?\S+/.exec(mail.text)?.[0];
  if (link === undefined) throw new Error(`the mail has no link to acknowledge:\n${mail.text}`);
  return link;
};

const statusOf = async ({ stack }: Run, mail: CaughtMail): Promise<string> => {
  const id = mail.headers.get("x-tocsin-incident") ?? "";
  return (await stack.tocsin.api.incident(id)).incident.status;
};

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&");

/** What a browser sends when the form's button is pressed. */
const press = async (page: string, pageUrl: string): Promise<Response> => {
  const form = /<form\b[^>]*>/.exec(page)?.[0];
  if (form === undefined) throw new Error(`the page has no button:\n${page}`);
  const fields = new URLSearchParams();
  for (const [tag] of page.matchAll(/<(?:input|button)\b[^>]*>/g)) {
    const name = attribute(tag, "name");
    if (name !== undefined) fields.append(name, attribute(tag, "value") ?? "");
  }
  const action = new URL(attribute(form, "action") ?? "", pageUrl);
  return fetch(action, { method: "POST", body: fields, redirect: "manual" });
};

/**
 * Opens the link, sees that looking acknowledges nothing (mail scanners follow links too), and presses
 * the button.
 */
export const acknowledgeFromMail = async (run: Run, mail: CaughtMail): Promise<void> => {
  const link = linkIn(mail);
  act(run, `${mail.to[0]} opens the link in the mail`);
  const shown = await fetch(link);
  const page = await shown.text();
  if (!shown.ok) throw new Error(`the link answered ${shown.status}: ${page}`);
  const before = await statusOf(run, mail);
  if (before !== "triggered") throw new Error(`opening the link made the incident ${before}`);
  act(run, "the page asks to confirm; the incident is still triggered. The button is pressed");
  const answer = await press(page, link);
  if (answer.status >= 400) {
    throw new Error(`acknowledging answered ${answer.status}: ${await answer.text()}`);
  }
  await untilSeen(
    run,
    "the acknowledgement",
    (sighting) => sighting.kind === "timeline" && sighting.entry.type === "acknowledged",
  );
};
