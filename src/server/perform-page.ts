import type { PageOutcome } from "../incident/decide.ts";
import { FALLBACK_PERSON } from "../incident/escalation.ts";
import type { PageOf } from "../incident/event.ts";
import { whyMoot } from "../incident/moot.ts";
import { fold, type Incident, type Recorded } from "../incident/state.ts";
import type { Channel, Delivery, EmailMethod, WebhookMethod } from "../integrations/channel.ts";
import { newId } from "../lib/id.ts";
import type { Catalog } from "../model/catalog.ts";
import { type ContactMethod, contactMethodName } from "../model/person.ts";
import type { Work } from "../store/store.ts";
import { applyTo } from "./apply.ts";
import type { Engine } from "./engine.ts";
import { pageMessage } from "./page-message.ts";

export type Channels = { email: Channel<EmailMethod> | null; webhook: Channel<WebhookMethod> };

export type PageSettings = {
  channels: Channels;
  /** Where people reach this server, without a slash at the end. */
  externalUrl: string;
  linkSecret: string;
};

/** Longer than any attempt may take, so that a lease runs out only when its holder is gone. */
export const LEASE_MS = 20_000;

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

const retryDelayMs = (tries: number, fraction: number): number => {
  const full = Math.min(FIRST_RETRY_MS * 2 ** Math.min(tries, 16), LONGEST_RETRY_MS);
  return Math.round(full * (0.5 + fraction / 2));
};

const contactMethod = (catalog: Catalog | null, page: PageOf): ContactMethod | undefined => {
  const methods =
    page.person === FALLBACK_PERSON
      ? [catalog?.fallback]
      : (catalog?.people.find(({ id }) => id === page.person)?.contactMethods ?? []);
  return methods.find((method) => method && contactMethodName(method) === page.method);
};

/** When and why the page was asked for. */
const requestOf = (history: readonly Recorded[], page: PageOf): { at: number; reason: string } => {
  for (const { at, event } of history) {
    if (event.type === "page-requested" && event.page.key === page.key) {
      return { at, reason: event.reason };
    }
  }
  throw new Error(`page ${page.key} was never requested`);
};

type Attempt = {
  id: string;
  incident: Incident;
  request: { at: number; reason: string };
};

/** Writes the attempt down before it is made, or drops a page that nobody needs any more. */
const prepare = (engine: Engine, work: Work, page: PageOf): Promise<Attempt | null> =>
  engine.store.transaction(async (tx) => {
    const now = engine.clock.now();
    const { incidentId } = work;
    const history = await tx.history(incidentId);
    const incident = fold(history);
    if (incident === null) throw new Error(`page ${page.key} belongs to no incident`);
    const moot = whyMoot(incident, page);
    if (moot !== null) {
      const cutShort = await tx.abandonAttempts(page.key, now);
      const reason =
        cutShort === 0 ? moot : `${moot}; an attempt that was cut short may have arrived`;
      const result = { outcome: "dropped" as const, reason };
      await applyTo(engine, tx, { incidentId, input: { type: "page-outcome", page, result }, now });
      await tx.finish(work);
      return null;
    }
    const id = newId(now, engine.random);
    const leasedUntil = now + LEASE_MS;
    await tx.startAttempt({ id, work, pageKey: page.key, at: now, leasedUntil });
    return { id, incident, request: requestOf(history, page) };
  });

const refused = (reason: string): Delivery => ({ outcome: "refused", reason });

const deliver = async (
  engine: Engine,
  { channels, externalUrl, linkSecret }: PageSettings,
  { attempt, page }: { attempt: Attempt; page: PageOf },
): Promise<Delivery> => {
  const method = contactMethod(engine.catalog(), page);
  if (method === undefined) return refused(`${page.personName} no longer has ${page.method}`);
  const message = pageMessage(attempt.incident, page, {
    now: engine.clock.now(),
    externalUrl,
    linkSecret,
    reason: attempt.request.reason,
  });
  switch (method.type) {
    case "email":
      return channels.email === null
        ? refused("no mail server is configured: start Tocsin with --smtp.smarthost")
        : channels.email.deliver(message, method);
    case "webhook":
      return channels.webhook.deliver(message, method);
  }
};

const resultOf = (engine: Engine, delivery: Delivery, tries: number): PageOutcome => {
  if (delivery.outcome !== "retry") return delivery;
  const backOffMs = retryDelayMs(tries, engine.random.fraction());
  const delayMs = Math.max(backOffMs, delivery.retryAfterMs ?? 0);
  return { outcome: "retried", reason: delivery.reason, retryAt: engine.clock.now() + delayMs };
};

/** One attempt at one page, from the row that announces it to the event that tells how it ended. */
export const performPage = async (
  engine: Engine,
  settings: PageSettings,
  { work, page }: { work: Work; page: PageOf },
): Promise<void> => {
  const attempt = await prepare(engine, work, page);
  if (attempt === null) return;
  const delivery = await deliver(engine, settings, { attempt, page });
  const { outcome } = delivery;
  const detail = outcome === "accepted" ? delivery.detail : delivery.reason;
  const result = resultOf(engine, delivery, work.tries);
  const now = engine.clock.now();
  await engine.store.transaction(async (tx) => {
    await tx.finishAttempt({ id: attempt.id, at: now, outcome, detail });
    const input = { type: "page-outcome" as const, page, result };
    await applyTo(engine, tx, { incidentId: work.incidentId, input, now });
    if (result.outcome === "retried") await tx.postpone(work, result.retryAt);
    else await tx.finish(work);
  });
  const channel = page.method.slice(0, page.method.indexOf(":"));
  engine.measures.attempts.inc({ channel, outcome });
  if (outcome === "accepted") {
    engine.measures.pageDelay.observe({ channel }, (now - attempt.request.at) / 1000);
  }
  const { number } = attempt.incident;
  engine.log.info("page attempted", {
    incident: number,
    person: page.person,
    channel,
    outcome,
    detail,
  });
};
