import * as z from "zod";
import { definedAtSchema } from "./definition.ts";

const text = z.string().catch("");
const list = <Item extends z.ZodType>(item: Item) => z.array(item).catch([]);
const place = definedAtSchema.catch(undefined);
const labels = z.record(z.string(), z.unknown()).catch({});

const thing = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.preprocess(
    (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}),
    z.object(shape),
  );

const message = list(thing({ label: z.string().optional().catch(undefined) }));

const outlineSchema = thing({
  services: list(
    thing({
      name: text,
      team: text,
      alerts: list(
        thing({
          name: text,
          severity: text,
          when: text,
          carries: list(text),
          labels,
          summary: message,
          description: message,
          runbook: text,
          definedAt: place,
        }),
      ),
      objectives: list(
        thing({
          name: text,
          burn: thing({ name: text, severity: text, labels, runbook: text }),
          definedAt: place,
        }),
      ),
      definedAt: place,
    }),
  ),
  teams: list(thing({ id: text, escalationPolicy: text, definedAt: place })),
  people: list(thing({ id: text, definedAt: place })),
  escalationPolicies: list(
    thing({
      id: text,
      severities: list(text),
      steps: list(thing({ after: text, tell: list(text) })),
      definedAt: place,
    }),
  ),
  defaultTeam: text,
  watchdog: thing({ alertname: text, runbook: text }),
  direct: thing({ alertname: text, runbook: text }),
  definedAt: place,
});

/**
 * What can be read of a system that may be wrong anywhere: text that is missing is empty, lists that
 * are missing have nothing in them. So that cross references are checked beside other mistakes.
 */
export type Outline = z.infer<typeof outlineSchema>;

export const outline = (raw: unknown): Outline => outlineSchema.parse(raw);

/** An alert by any of the ways in which one is declared. */
export type OutlinedAlert = {
  readonly name: string;
  readonly severity: string;
  readonly runbook: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly team: string;
  readonly place: z.infer<typeof definedAtSchema>;
};

/** The alerts of all services, those of objectives among them, then Tocsin's own two. */
export const outlinedAlerts = (system: Outline): OutlinedAlert[] => {
  const ofServices = system.services.flatMap((service) => [
    ...service.alerts.map((alert) => ({ ...alert, team: service.team, place: alert.definedAt })),
    ...service.objectives.map(({ burn, definedAt }) => ({
      ...burn,
      team: service.team,
      place: definedAt,
    })),
  ]);
  const own = [system.watchdog, system.direct].map(({ alertname, runbook }) => ({
    name: alertname,
    severity: "",
    runbook,
    labels: {},
    team: "",
    place: system.definedAt,
  }));
  return [...ofServices, ...own];
};
