import type { Instant } from "../clock.ts";
import type { CaughtMail } from "../stack/mail-catcher.ts";
import type { TimelineEntry } from "../stack/tocsin-api.ts";

export type AlertState = "pending" | "firing" | "gone";

/** Something that happened in the stack, at its own time where the program that did it says so. */
export type Sighting =
  | { kind: "act"; at: Instant; text: string }
  | { kind: "alert"; at: Instant; name: string; state: AlertState }
  | { kind: "timeline"; at: Instant; incident: number; entry: TimelineEntry }
  | { kind: "mail"; at: Instant; mail: CaughtMail };

export type MailSighting = Extract<Sighting, { kind: "mail" }>;

/** Tocsin's pages carry their key; what has none came straight from Alertmanager. */
export const pageKeyOf = (mail: CaughtMail): string | undefined =>
  mail.headers.get("x-tocsin-page");
