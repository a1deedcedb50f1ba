import type { EscalationPolicy } from "../../src/model/escalation-policy.ts";
import type { IncidentDetail } from "./api.ts";
import type { Response } from "./episodes.ts";
import type { Receipt } from "./sender.ts";

export type AcceptedMail = { to: string; page: string; messageId: string };

/** All that can be known from outside once everything has settled. */
export type Evidence = {
  /** Every incident, at the very end. */
  incidents: readonly IncidentDetail[];
  /** The open ones, after everything due had happened and before the last alerts ended. */
  lasting: readonly IncidentDetail[];
  /** What the mail server answered with 250. */
  mails: readonly AcceptedMail[];
  /** What senders and people were promised. */
  receipts: readonly Receipt[];
  responses: readonly Response[];
  /** Instants of SIGKILL. */
  kills: readonly number[];
  /** Answers of 4xx to a well-formed notification. */
  refusals: readonly string[];
  /** Ends of the server that nobody ordered. */
  deaths: readonly string[];
  /** What had not come to rest in time; null when everything had. */
  restless: string | null;
  /** `tocsin_incidents_stranded`, after a last start. */
  stranded: number;
  /** By team. */
  policies: Readonly<Record<string, EscalationPolicy>>;
};
