import type { Instant } from "../lib/clock.ts";
import { durationMs, formatDuration } from "../lib/duration.ts";
import { type ContactMethod, contactMethodName } from "../model/person.ts";
import { type Draft, record } from "./draft.ts";
import type { PageOf, Place, PolicySnapshot } from "./event.ts";
import { ownerOf } from "./owner.ts";
import { type Escalation, type Incident, isImproving } from "./state.ts";

type PolicyStep = PolicySnapshot["steps"][number];

/** The id under which the fallback contact appears where a person's would. */
export const FALLBACK_PERSON = "fallback";

/** Ways to reach a person, in order; the catalogue's fallback under its reserved id. */
const contactMethodsOf = (
  draft: Draft,
  id: string,
): { name: string; methods: readonly ContactMethod[] } => {
  const { catalog } = draft;
  if (id === FALLBACK_PERSON && catalog !== null) {
    return { name: "the fallback contact", methods: [catalog.fallback] };
  }
  const person = catalog?.people.find((candidate) => candidate.id === id);
  return { name: person?.name ?? id, methods: person?.contactMethods ?? [] };
};

const pageKey = (incidentId: string, place: Place, rest: readonly string[]): string =>
  [incidentId, place.generation, place.round, place.step, ...rest].join("/");

/** Requests a page by the first contact method not yet tried at this place; false when none is left. */
const page = (draft: Draft, place: Place, request: { person: string; reason: string }): boolean => {
  const { name, methods } = contactMethodsOf(draft, request.person);
  const untried = methods
    .map(contactMethodName)
    .map((method) => ({
      key: pageKey(draft.incident.id, place, [request.person, method]),
      method,
    }))
    .find(({ key }) => draft.incident.pages[key] === undefined);
  if (untried === undefined) return false;
  const wanted: PageOf = { ...untried, place, person: request.person, personName: name };
  record(draft, { type: "page-requested", page: wanted, reason: request.reason });
  draft.effects.push({ type: "page", page: wanted });
  return true;
};

/** An escalation that reached nobody is an alarm of its own, and goes to the fallback contact. */
const sayNobodyTold = (draft: Draft, place: Place, reason: string): void => {
  if (draft.incident.nobodyTold) return;
  record(draft, { type: "nobody-told", reason });
  page(draft, place, { person: FALLBACK_PERSON, reason: `nobody could be told: ${reason}` });
};

const somebodyTold = (draft: Draft, generation: number): boolean =>
  Object.values(draft.incident.pages).some(
    ({ status, place }) => place.generation === generation && status !== "refused",
  );

const finish = (draft: Draft, place: Place, reason: string): void => {
  record(draft, { type: "escalation-finished", generation: place.generation, reason });
  if (!somebodyTold(draft, place.generation)) sayNobodyTold(draft, place, reason);
};

/** As late as a page may be before Tocsin no longer calls itself accepting. */
const SILENCE_MS = durationMs("1m");

/** A channel that is away does not refuse: once nobody else is about to be told, waiting for it tells nobody. */
export const noteSilence = (draft: Draft, place: Place): void => {
  const { escalation, status, pages } = draft.incident;
  if (escalation === null || status !== "triggered") return;
  if (escalation.stepsDone < escalation.policy.steps.length) return;
  if (draft.now - escalation.roundStartedAt < SILENCE_MS) return;
  const mayHear = Object.values(pages).some((page) => ["accepted", "due"].includes(page.status));
  if (!mayHear) sayNobodyTold(draft, place, "no contact method has taken a page");
};

const whyUnnecessary = (draft: Draft, step: PolicyStep): string | null => {
  const { incident } = draft;
  switch (step.unless) {
    case "acknowledged":
      return incident.status === "acknowledged"
        ? `acknowledged by ${incident.acknowledgedBy.join(", ")}`
        : null;
    case "improving":
      return isImproving(incident) ? "improving: the last change was a recovery" : null;
  }
};

const stepReason = ({ round, step }: Place, { after, unless }: PolicyStep): string => {
  if (step === 1 && round === 1) return "first to be told";
  const why = unless === "improving" ? "not improving" : "not acknowledged";
  const since = step === 1 ? "" : ` after ${formatDuration(durationMs(after))}`;
  return `${why}${since}${round > 1 ? `, round ${round}` : ""}`;
};

/** After the last step: the next round, or the end, with its reason. */
const afterLastStep = (draft: Draft, escalation: Escalation): void => {
  const { generation, round, policy } = escalation;
  const place = { generation, round, step: policy.steps.length };
  if (draft.incident.status === "acknowledged") {
    finish(draft, place, "acknowledged");
  } else if (round > policy.repeat.times) {
    finish(draft, place, `all ${policy.steps.length} steps taken, ${round} times`);
  } else {
    draft.effects.push({
      type: "start-timer",
      key: pageKey(draft.incident.id, { generation, round: round + 1, step: 0 }, ["round"]),
      at: draft.now + durationMs(policy.repeat.every),
      input: { type: "round-due", generation, round: round + 1 },
    });
  }
};

/** Takes the step at `place`, or says why not; a step that can reach nobody hands on to the next at once. */
const takeStep = (draft: Draft, place: Place): void => {
  const { escalation } = draft.incident;
  const step = escalation?.policy.steps[place.step - 1];
  if (escalation === null || step === undefined) return;
  const unnecessary = whyUnnecessary(draft, step);
  if (unnecessary === null) {
    const reason = stepReason(place, step);
    record(draft, { type: "step-reached", place, people: step.tell, reason });
    const reached = step.tell.map((person) => page(draft, place, { person, reason }));
    if (!reached.includes(true)) {
      advance(draft, escalation, place);
      return;
    }
  } else {
    record(draft, { type: "step-skipped", place, reason: unnecessary });
  }
  if (place.step === escalation.policy.steps.length) afterLastStep(draft, escalation);
};

/** Goes on past a step in vain: to the next one now, or to the end of the round. */
const advance = (draft: Draft, escalation: Escalation, place: Place): void => {
  if (place.step < escalation.policy.steps.length) {
    takeStep(draft, { ...place, step: place.step + 1 });
    return;
  }
  if (!somebodyTold(draft, place.generation)) {
    sayNobodyTold(draft, place, "no contact method of anybody worked");
  }
  afterLastStep(draft, escalation);
};

/** Steps without delay are taken now; the others become timers. */
export const beginRound = (draft: Draft, generation: number, round: number): void => {
  const steps = draft.incident.escalation?.policy.steps ?? [];
  for (const [index, step] of steps.entries()) {
    const place = { generation, round, step: index + 1 };
    const delayMs = durationMs(step.after);
    if (delayMs > 0) {
      draft.effects.push({
        type: "start-timer",
        key: pageKey(draft.incident.id, place, ["step"]),
        at: draft.now + delayMs,
        input: { type: "step-due", place },
      });
    } else if (isNext(draft, place)) takeStep(draft, place);
  }
};

/** Takes each step up to the one that is due: what fell due during an outage comes in any order. */
export const takeStepsUpTo = (draft: Draft, place: Place): void => {
  const done = draft.incident.escalation?.stepsDone ?? 0;
  for (let step = done + 1; step <= place.step; step++) {
    const next = { ...place, step };
    if (isNext(draft, next)) takeStep(draft, next);
  }
};

/** True when `place` belongs to the running round and has not been taken or skipped yet. */
const isNext = (draft: Draft, place: Place): boolean => {
  const { escalation } = draft.incident;
  return (
    escalation !== null &&
    escalation.generation === place.generation &&
    escalation.round === place.round &&
    escalation.stepsDone < place.step
  );
};

/** Starts the owner's escalation, or records why nobody is paged. */
export const startEscalation = (draft: Draft): void => {
  const { incident } = draft;
  const labels = Object.values(incident.alerts)[0]?.labels ?? {};
  const { policy, team } = ownerOf(labels, draft.catalog);
  const notStarted = (reason: string): void => {
    if (incident.notPagedBecause === reason) return;
    record(draft, { type: "escalation-not-started", reason });
  };
  if (policy === null) {
    notStarted(
      draft.catalog === null
        ? "there are no definitions, so there is nobody to tell"
        : `team ${team ?? "unknown"} has no escalation policy`,
    );
    return;
  }
  if (!policy.severities.includes(incident.severity)) {
    notStarted(`policy ${policy.id} pages nobody for severity ${incident.severity}`);
    return;
  }
  const { id, severities, steps, repeat } = policy;
  const snapshot = { id, severities, steps, repeat };
  record(draft, { type: "escalation-started", generation: 1, policy: snapshot });
  beginRound(draft, 1, 1);
};

/** A final refusal: the person's next contact method at once, else the next step at once. */
export const failOver = (draft: Draft, failed: PageOf): void => {
  const { place, person } = failed;
  if (page(draft, place, { person, reason: `${failed.method} refused the page` })) return;
  if (person === FALLBACK_PERSON) return;
  const others = Object.values(draft.incident.pages).filter(
    (other) =>
      other.place.generation === place.generation &&
      other.place.round === place.round &&
      other.place.step === place.step,
  );
  if (others.some(({ status }) => status !== "refused")) return;
  const { escalation } = draft.incident;
  if (escalation === null || draft.incident.status === "resolved") return;
  const next = { ...place, step: place.step + 1 };
  if (isNext(draft, next) && next.step <= escalation.policy.steps.length) takeStep(draft, next);
  else if (escalation.finished !== null || next.step > escalation.policy.steps.length) {
    if (!somebodyTold(draft, place.generation)) {
      sayNobodyTold(draft, place, "no contact method of anybody worked");
    }
  }
};

/** The next step that will be looked at, and when; null when none is to come in this round. */
export const nextStep = (incident: Incident): { at: Instant; people: readonly string[] } | null => {
  const { escalation, status } = incident;
  if (escalation === null || status === "resolved") return null;
  const pending = escalation.policy.steps.slice(escalation.stepsDone);
  const step = pending.find(({ unless }) => status === "triggered" || unless === "improving");
  if (step === undefined) return null;
  return { at: escalation.roundStartedAt + durationMs(step.after), people: step.tell };
};
