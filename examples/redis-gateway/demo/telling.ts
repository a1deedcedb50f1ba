import type { CaughtMail } from "../stack/mail-catcher.ts";
import type { Line, Narrator, Tone } from "./narrator.ts";
import { pageKeyOf, type Sighting } from "./sighting.ts";

/** Entries of the timeline that call for somebody, and those that say that somebody came. */
const TONES: Readonly<Record<string, Tone>> = {
  "incident-opened": "red",
  "severity-raised": "red",
  "source-lost": "red",
  "nobody-told": "red",
  acknowledged: "amber",
};

const lineOf = (sighting: Sighting): Line => {
  const { at } = sighting;
  switch (sighting.kind) {
    case "act":
      return { at, who: "demo", text: sighting.text };
    case "alert":
      return {
        at,
        who: "prometheus",
        text: `${sighting.name} ${sighting.state}`,
        tone: sighting.state === "firing" ? "red" : "plain",
      };
    case "timeline": {
      const { entry, incident } = sighting;
      return {
        at,
        who: `tocsin #${incident}`,
        text: entry.text,
        tone: TONES[entry.type] ?? "plain",
      };
    }
    case "mail": {
      const { mail } = sighting;
      const what = pageKeyOf(mail) === undefined ? "from Alertmanager itself" : "page";
      return { at, who: "mail", text: `${what}, to ${mail.to.join(", ")}` };
    }
  }
};

const mailText = (mail: CaughtMail): string =>
  [
    ...["from", "to", "subject", "x-tocsin-incident", "x-tocsin-page"].flatMap((name) => {
      const value = name === "subject" ? mail.subject : mail.headers.get(name);
      return value === undefined ? [] : [`${name}: ${value}`];
    }),
    "",
    mail.text,
  ].join("\n");

export const tellSighting = (narrator: Narrator, sighting: Sighting): void => {
  narrator.event(lineOf(sighting));
  if (sighting.kind === "mail") narrator.quote(mailText(sighting.mail));
};
