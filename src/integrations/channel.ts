import type { Instant } from "../lib/clock.ts";
import type { ContactMethod } from "../model/person.ts";
import type { Severity } from "../model/severity.ts";

/** One alert as a page tells it. Its texts come from rules and senders: never trusted as markup. */
export type PageAlert = {
  name: string;
  summary: string;
  description: string;
  runbookUrl: string | null;
  labels: Readonly<Record<string, string>>;
};

/** What one person is told of one incident. */
export type PageMessage = {
  /** Equal in every attempt: what a receiver can recognise a repeat by. */
  idempotencyKey: string;
  person: { id: string; name: string };
  incident: {
    id: string;
    number: number;
    title: string;
    severity: Severity;
    service: string | null;
    openedAt: Instant;
    url: string;
  };
  /** Why this person, now: "not acknowledged after 5m". */
  reason: string;
  /** Those that fire, most severe first; as many as fit in a message. */
  alerts: readonly PageAlert[];
  /** How many fire beside `alerts`. */
  moreAlerts: number;
  acknowledgeUrl: string;
};

/**
 * How one attempt ended. `retry`: it may work later, or may even have arrived. `refused`: it never
 * will, so the next contact method is tried at once.
 */
export type Delivery =
  | { outcome: "accepted"; detail: string }
  | { outcome: "retry"; reason: string; retryAfterMs?: number }
  | { outcome: "refused"; reason: string };

/** One way out of Tocsin. Everything that can go wrong outside is a `Delivery`, never an exception. */
export type Channel<Method extends ContactMethod> = {
  /** Ends within the channel's own time limit, with `retry` when that is not enough. */
  deliver(message: PageMessage, method: Method): Promise<Delivery>;
  /** Lets go of connections; what is still being delivered ends with `retry`. */
  close(): Promise<void>;
};

export type EmailMethod = Extract<ContactMethod, { type: "email" }>;
export type WebhookMethod = Extract<ContactMethod, { type: "webhook" }>;
