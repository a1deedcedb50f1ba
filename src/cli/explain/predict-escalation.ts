import type { Webhook } from "../../alertmanager/webhook.ts";
import type { ToldToTocsin } from "../../check/explain/explain-alert.ts";
import type { EscalationExplanation } from "../../check/explain/explanation.ts";
import { isoText } from "../../check/explain/moment-text.ts";
import type { PageOutcome } from "../../incident/decide.ts";
import { FALLBACK_PERSON } from "../../incident/escalation.ts";
import type { PageOf } from "../../incident/event.ts";
import { replayIncidents } from "../../incident/replay.ts";
import type { Recorded } from "../../incident/state.ts";
import { type Instant, toIso } from "../../lib/clock.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { Catalog } from "../../model/catalog.ts";
import { type ContactMethod, contactMethodName } from "../../model/person.ts";

const webhookOf = (told: ToldToTocsin): Webhook => ({
  version: "4",
  groupKey: told.groupKey,
  groupLabels: { ...told.groupLabels },
  receiver: told.receiver,
  externalURL: "",
  truncatedAlerts: 0,
  alerts: [
    {
      status: "firing",
      labels: { ...told.labels },
      annotations: { ...told.annotations },
      startsAt: toIso(told.startsAt),
      endsAt: toIso(told.startsAt),
      generatorURL: "",
    },
  ],
});

/** An incident in which nobody does anything: all that happens to it, nothing when none is opened. */
const play = (
  told: ToldToTocsin,
  catalog: Catalog,
  outcomeOf: (page: PageOf) => PageOutcome,
): readonly Recorded[] => {
  const arrivals = [{ at: told.at, webhook: webhookOf(told) }];
  const settings = { catalog, outcomeOf, acknowledgedAfterMs: undefined, until: Infinity };
  const [incident] = replayIncidents(arrivals, settings);
  return incident?.history ?? [];
};

const accepted = (): PageOutcome => ({ outcome: "accepted", detail: "" });

/** Only the fallback contact can be reached. */
const refusedByPeople = ({ person }: PageOf): PageOutcome =>
  person === FALLBACK_PERSON ? accepted() : { outcome: "refused", reason: "it does not work" };

const methodText = (method: ContactMethod): string => contactMethodName(method).replace(":", " ");

const personOf = (id: string, { people }: Catalog) => {
  const person = people.find((candidate) => candidate.id === id);
  return {
    id,
    name: person?.name ?? id,
    methods: (person?.contactMethods ?? []).map(methodText),
  };
};

type Planned = Extract<EscalationExplanation, { kind: "planned" }>;

const since = (at: Instant, told: ToldToTocsin): string => formatDuration(at - told.startsAt);

const fallbackOf = (told: ToldToTocsin, catalog: Catalog): Planned["fallback"] => {
  for (const { at, event } of play(told, catalog, refusedByPeople)) {
    if (event.type !== "nobody-told") continue;
    const { reason: because } = event;
    return { contact: methodText(catalog.fallback), after: since(at, told), because };
  }
  return null;
};

const plannedOf = (
  history: readonly Recorded[],
  told: ToldToTocsin,
  catalog: Catalog,
): EscalationExplanation => {
  const planned: Planned = {
    kind: "planned",
    team: "",
    policy: "",
    steps: [],
    ends: { at: isoText(told.at), after: since(told.at, told), because: "" },
    fallback: fallbackOf(told, catalog),
  };
  let conditions: readonly { readonly unless: "acknowledged" | "improving" }[] = [];
  for (const { at, event } of history) {
    if (event.type === "incident-opened") {
      planned.team = catalog.teams.find(({ id }) => id === event.team)?.name ?? "";
    } else if (event.type === "escalation-started") {
      planned.policy = event.policy.id;
      conditions = event.policy.steps;
    } else if (event.type === "step-reached") {
      const { round, step } = event.place;
      planned.steps.push({
        round,
        step,
        at: isoText(at),
        after: since(at, told),
        people: event.people.map((id) => personOf(id, catalog)),
        unless: conditions[step - 1]?.unless ?? "acknowledged",
      });
    } else if (event.type === "escalation-finished") {
      planned.ends = { at: isoText(at), after: since(at, told), because: event.reason };
    }
  }
  return planned;
};

/** Whom Tocsin tells, and when, while nobody acknowledges: what its own engine does with the message. */
export const predictEscalation = (
  told: ToldToTocsin,
  catalog: Catalog | undefined,
): EscalationExplanation => {
  if (catalog === undefined) {
    return {
      kind: "none",
      because: "neither definitions nor a catalog.json were given, so nobody is known by name",
    };
  }
  const history = play(told, catalog, accepted);
  if (history.length === 0) {
    return {
      kind: "none",
      because:
        "Tocsin takes this alert for a sign of life of its Prometheus, and opens no incident",
    };
  }
  for (const { event } of history) {
    if (event.type === "escalation-not-started") {
      return { kind: "none", because: `${event.reason}; the incident is recorded and shown` };
    }
  }
  return plannedOf(history, told, catalog);
};
