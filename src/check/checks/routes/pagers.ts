import type { Integration, Receiver } from "../../../alertmanager/config/config.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Routing } from "../../examined.ts";
import type { Settings } from "../../settings.ts";

/** Services that call people until somebody answers. */
const WAKING_KINDS = new Set(["pagerduty", "opsgenie", "victorops", "pushover", "incidentio"]);

/** Chats, mailboxes and trackers: seen by who looks at them. */
const QUIET_KINDS = new Set([
  ...["email", "slack", "discord", "msteams", "msteamsv2", "webex", "wechat", "mattermost"],
  ...["rocketchat", "jira"],
]);

/** Paging services that take mail. */
const PAGING_MAILBOX = /@(?:[\w-]+\.)*(?:pagerduty\.com|opsgenie\.(?:com|net)|victorops\.com)$/i;

/** "unknown": a webhook, a topic or a chat with a bell; whether anybody wakes depends on what is behind it. */
export type Waking = "wakes" | "unknown" | "quiet";

const textOf = ({ node }: Integration, field: string): string | undefined => {
  const value = fieldOf(node, field);
  return value?.kind === "scalar" ? value.text : undefined;
};

/** A webhook of Tocsin, which pages people. */
export const isTocsin = (integration: Integration): boolean =>
  integration.kind === "webhook" &&
  /^https?:\/\/[^?#]+\/webhooks\/alertmanager(?:[?#]|$)/.test(textOf(integration, "url") ?? "");

const wakingOf = (integration: Integration): Waking => {
  const { kind } = integration;
  if (WAKING_KINDS.has(kind) || isTocsin(integration)) return "wakes";
  if (kind === "email" && PAGING_MAILBOX.test(textOf(integration, "to") ?? "")) return "unknown";
  return QUIET_KINDS.has(kind) ? "quiet" : "unknown";
};

const mostWaking = (all: readonly Waking[]): Waking => {
  if (all.includes("wakes")) return "wakes";
  return all.includes("unknown") ? "unknown" : "quiet";
};

/** Whether the receiver wakes somebody: `pagers` of the settings say it, or else its integrations. */
export const receiverWaking = (receiver: Receiver, { pagers }: Settings): Waking => {
  if (pagers !== undefined) return pagers.includes(receiver.name.text) ? "wakes" : "quiet";
  return mostWaking(receiver.integrations.map(wakingOf));
};

const receiversOf = new WeakMap<Routing, ReadonlyMap<string, Receiver>>();

export const receiverNamed = (routing: Routing, name: string): Receiver | undefined => {
  const known =
    receiversOf.get(routing) ??
    new Map(routing.config.receivers.map((receiver) => [receiver.name.text, receiver]));
  receiversOf.set(routing, known);
  return known.get(name);
};

/** `slack-warnings (slack)`, or `null (nobody)`. */
export const receiverText = (routing: Routing, name: string): string => {
  const kinds = receiverNamed(routing, name)?.integrations.map(({ kind }) => kind) ?? [];
  return `"${name}" (${[...new Set(kinds)].join(", ") || "nobody"})`;
};

const NAMES_OF_NOTHING =
  /^(?:\/?dev[-_/]?null|null|nil|none|nobody|nowhere|black[-_]?hole|void|drop|discard|sink|ignore|noop|silent)$/i;

/**
 * Whether the route leads to nobody on purpose: the settings say so of its receiver, or it has matchers and a
 * receiver with such a name. What falls to the root was not meant.
 */
export const dropsOnPurpose = (
  { receiver, parent, matchers }: Route,
  { silent }: Settings,
): boolean =>
  silent.includes(receiver) ||
  (parent !== undefined && matchers.length > 0 && isNameOfNothing(receiver));

/** Names that say that nobody is told; the operator puts its own before them. */
export const isNameOfNothing = (receiver: string): boolean =>
  NAMES_OF_NOTHING.test(receiver.split("/").at(-1) ?? receiver);
