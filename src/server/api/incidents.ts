import type { FastifyInstance, FastifyReply } from "fastify";
import * as z from "zod";
import { nextStep } from "../../incident/escalation.ts";
import type { IncidentPage } from "../../incident/state.ts";
import { fold, type Incident, type Recorded } from "../../incident/state.ts";
import { timeline } from "../../incident/timeline.ts";
import { type Instant, toIso } from "../../lib/clock.ts";
import type { Attempt, IncidentSummary } from "../../store/store.ts";
import type { Engine } from "../engine.ts";
import { problem } from "../problem.ts";
import { findIncident, respond, responderSchema } from "../respond.ts";

const LONGEST_LIST = 500;

const listSchema = z.object({ status: z.enum(["open", "all"]).default("all") });
const actionSchema = z.object({
  by: responderSchema,
});

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at));

const summaryBody = (incident: IncidentSummary) => ({
  id: incident.id,
  number: incident.number,
  status: incident.status,
  severity: incident.severity,
  title: incident.title,
  service: incident.service,
  team: incident.team,
  openedAt: toIso(incident.openedAt),
  acknowledgedAt: isoOrNull(incident.acknowledgedAt),
  resolvedAt: isoOrNull(incident.resolvedAt),
  nobodyTold: incident.nobodyTold,
  notPagedBecause: incident.notPagedBecause,
});

const attemptBody = (attempt: Attempt) => ({
  startedAt: toIso(attempt.startedAt),
  finishedAt: isoOrNull(attempt.finishedAt),
  outcome: attempt.outcome,
  detail: attempt.detail,
});

const pageBody = (
  page: IncidentPage,
  history: readonly Recorded[],
  attempts: readonly Attempt[],
) => ({
  key: page.key,
  person: page.person,
  method: page.method,
  step: page.place.step,
  round: page.place.round,
  status: page.status,
  requestedAt: isoOrNull(
    history.find(({ event }) => event.type === "page-requested" && event.page.key === page.key)
      ?.at ?? null,
  ),
  attempts: attempts.filter(({ pageKey }) => pageKey === page.key).map(attemptBody),
});

const detailBody = (
  incident: Incident,
  history: readonly Recorded[],
  attempts: readonly Attempt[],
) => {
  const next = nextStep(incident);
  return {
    incident: {
      ...summaryBody(incident),
      acknowledgedBy: incident.acknowledgedBy,
      lostSources: incident.lostSources,
      next: next === null ? null : { at: toIso(next.at), people: next.people },
    },
    alerts: Object.values(incident.alerts).map((alert) => ({
      fingerprint: alert.fingerprint,
      name: alert.name,
      severity: alert.severity,
      status: alert.status,
      labels: alert.labels,
      annotations: alert.annotations,
      startsAt: toIso(alert.startsAt),
      endsAt: isoOrNull(alert.endsAt),
    })),
    pages: Object.values(incident.pages).map((page) => pageBody(page, history, attempts)),
    timeline: timeline(history),
  };
};

const noSuchIncident = (reply: FastifyReply, name: string): FastifyReply =>
  problem(reply, 404, `there is no incident "${name}": name it by its number or its id`);

/** Incidents for scripts, the command line and the screens to come. */
export const incidentRoutes = (app: FastifyInstance, engine: Engine): void => {
  const { store } = engine;

  app.get("/api/v1/incidents", { config: { access: "session" } }, async (request) => {
    const { status } = listSchema.parse(request.query);
    const incidents = await store.incidents({ status, limit: LONGEST_LIST });
    return { incidents: incidents.map(summaryBody) };
  });

  app.get<{ Params: { incident: string } }>(
    "/api/v1/incidents/:incident",
    { config: { access: "session" } },
    async (request, reply) => {
      const id = await findIncident(engine, request.params.incident);
      const history = id === null ? [] : await store.history(id);
      const incident = fold(history);
      if (incident === null) return noSuchIncident(reply, request.params.incident);
      return detailBody(incident, history, await store.attempts(incident.id));
    },
  );

  for (const type of ["acknowledge", "resolve"] as const) {
    app.post<{ Params: { incident: string } }>(
      `/api/v1/incidents/:incident/${type}`,
      { config: { access: "api" } },
      async (request, reply) => {
        const { by } = actionSchema.parse(request.body ?? {});
        const id = await findIncident(engine, request.params.incident);
        if (id === null) return noSuchIncident(reply, request.params.incident);
        const response = await respond(engine, id, { type, by, via: "API" });
        switch (response.kind) {
          case "unknown-incident":
            return noSuchIncident(reply, request.params.incident);
          case "refused":
            return problem(reply, 409, response.refusal.message);
          case "done":
            return { incident: summaryBody(response.incident) };
        }
      },
    );
  }
};
