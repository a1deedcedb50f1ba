import { parseDuration } from "../lib/duration.ts";
import type { DefinedAt } from "./definition.ts";
import { settledWatchdogName } from "./delivery.ts";
import { RESERVED_LABELS } from "./label.ts";
import type { Mistake } from "./mistake.ts";
import { type Outline, outlinedAlerts } from "./outline.ts";

type Named = { readonly name: string; readonly place: DefinedAt };

const at = (place: DefinedAt): string =>
  place === undefined ? "elsewhere" : `at ${place.file}:${place.line}`;

const duplicates = (noun: string, things: readonly Named[]): Mistake[] => {
  const seen = new Map<string, Named>();
  return things.flatMap((thing) => {
    const first = seen.get(thing.name);
    if (thing.name === "") return [];
    if (first === undefined) {
      seen.set(thing.name, thing);
      return [];
    }
    return [
      {
        rule: "duplicate-name",
        place: thing.place,
        message: `${noun} "${thing.name}" is also defined ${at(first.place)}`,
        mend: "rename one of them, or remove it",
      },
    ];
  });
};

const ids = (things: readonly { readonly id: string; readonly definedAt?: DefinedAt }[]): Named[] =>
  things.map(({ id, definedAt }) => ({ name: id, place: definedAt }));

const duplicateNames = (system: Outline): Mistake[] => [
  ...duplicates("alert", [
    ...outlinedAlerts(system),
    { name: settledWatchdogName(system.watchdog), place: system.definedAt },
  ]),
  ...duplicates("person", ids(system.people)),
  ...duplicates("team", ids(system.teams)),
  ...duplicates("escalation policy", ids(system.escalationPolicies)),
  ...duplicates(
    "service",
    system.services.map(({ name, definedAt }) => ({ name, place: definedAt })),
  ),
  ...system.services.flatMap(({ name, objectives }) =>
    duplicates(
      `objective of service "${name}"`,
      objectives.map((objective) => ({ name: objective.name, place: objective.definedAt })),
    ),
  ),
];

const unknownPeople = (system: Outline): Mistake[] => {
  const known = new Set(system.people.map(({ id }) => id));
  return system.escalationPolicies.flatMap((policy) =>
    policy.steps.flatMap((step, index) =>
      step.tell
        .filter((id) => id !== "" && !known.has(id))
        .map((id) => ({
          rule: "unknown-person",
          place: policy.definedAt,
          message: `escalation policy "${policy.id}", step ${index + 1} tells "${id}", who is not among the system's people`,
          mend: `add ${id} to \`people\` of defineSystem, or tell somebody else`,
        })),
    ),
  );
};

const unorderedSteps = (system: Outline): Mistake[] =>
  system.escalationPolicies.flatMap((policy) =>
    policy.steps.flatMap((step, index) => {
      const previous = parseDuration(policy.steps[index - 1]?.after ?? "") ?? 0;
      const own = parseDuration(step.after);
      if (own === undefined || own >= previous) return [];
      return [
        {
          rule: "unordered-steps",
          place: policy.definedAt,
          message: `escalation policy "${policy.id}", step ${index + 1} comes before step ${index}`,
          mend: "put the steps in the order of `after`, which counts from the start of the round",
        },
      ];
    }),
  );

const unknownPolicies = (system: Outline): Mistake[] => {
  const known = new Set(system.escalationPolicies.map(({ id }) => id));
  return system.teams
    .filter(({ escalationPolicy }) => escalationPolicy !== "" && !known.has(escalationPolicy))
    .map((team) => ({
      rule: "unknown-policy",
      place: team.definedAt,
      message: `team "${team.id}" escalates by "${team.escalationPolicy}", which is not among the system's escalation policies`,
      mend: "add it to `escalationPolicies` of defineSystem",
    }));
};

const unknownTeams = (system: Outline): Mistake[] => {
  const known = new Set(system.teams.map(({ id }) => id));
  const uses = [
    ...system.services.map(({ name, team, definedAt }) => ({
      who: `service "${name}" is owned by`,
      team,
      place: definedAt,
    })),
    { who: "the default team is", team: system.defaultTeam, place: system.definedAt },
  ];
  return uses
    .filter(({ team }) => team !== "" && !known.has(team))
    .map(({ who, team, place }) => ({
      rule: "unknown-team",
      place,
      message: `${who} "${team}", which is not among the system's teams`,
      mend: "add it to `teams` of defineSystem",
    }));
};

const silentCriticalAlerts = (system: Outline): Mistake[] => {
  const policies = new Map(system.escalationPolicies.map((policy) => [policy.id, policy]));
  const teams = new Map(system.teams.map((team) => [team.id, team]));
  return outlinedAlerts(system).flatMap((alert) => {
    const policy = policies.get(teams.get(alert.team)?.escalationPolicy ?? "");
    if (alert.severity !== "critical" || policy === undefined) return [];
    if (policy.severities.includes("critical")) return [];
    return [
      {
        rule: "critical-pages-nobody",
        place: alert.place,
        message: `alert "${alert.name}" is critical, but escalation policy "${policy.id}" of team "${alert.team}" does not page for critical alerts`,
        mend: 'add "critical" to `severities` of the policy, or lower the alert\'s severity',
      },
    ];
  });
};

const labelsNotCarried = (system: Outline): Mistake[] =>
  system.services
    .flatMap(({ alerts }) => alerts)
    .flatMap((alert) => {
      const used = [...alert.summary, ...alert.description].flatMap(({ label }) => label ?? []);
      return [...new Set(used)]
        .filter((label) => !alert.carries.includes(label))
        .map((label) => ({
          rule: "label-not-carried",
          place: alert.definedAt,
          message: `alert "${alert.name}" speaks of labels.${label}, which its result is not said to carry`,
          mend: `add "${label}" to \`carries\` if the query keeps that label, or leave it out of the message`,
        }));
    });

const reservedLabels = (system: Outline): Mistake[] =>
  outlinedAlerts(system).flatMap((alert) =>
    RESERVED_LABELS.filter((label) => label in alert.labels).map((label) => ({
      rule: "reserved-label",
      place: alert.place,
      message: `alert "${alert.name}" sets the label "${label}", which Tocsin sets`,
      mend: "choose another name for it",
    })),
  );

/** Every reference to something that is not there, and every name that stands for two things. */
export const crossReferenceMistakes = (system: Outline): Mistake[] => [
  ...duplicateNames(system),
  ...unknownPeople(system),
  ...unorderedSteps(system),
  ...unknownPolicies(system),
  ...unknownTeams(system),
  ...silentCriticalAlerts(system),
  ...labelsNotCarried(system),
  ...reservedLabels(system),
];
