import * as z from "zod";
import { systemClock } from "../../src/lib/clock.ts";
import { TOKENS } from "../running-server.ts";

const summarySchema = z.object({
  id: z.string(),
  number: z.int(),
  status: z.enum(["triggered", "acknowledged", "resolved"]),
  title: z.string(),
  team: z.string().nullable(),
  openedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  notPagedBecause: z.string().nullable(),
});
export type IncidentSummary = z.infer<typeof summarySchema>;

const pageSchema = z.object({
  key: z.string(),
  person: z.string(),
  method: z.string(),
  step: z.int(),
  round: z.int(),
  status: z.enum(["due", "retrying", "accepted", "refused", "dropped"]),
  attempts: z.array(
    z.object({
      startedAt: z.iso.datetime(),
      finishedAt: z.iso.datetime().nullable(),
      outcome: z.string().nullable(),
    }),
  ),
});
export type Page = z.infer<typeof pageSchema>;

const detailSchema = z.object({
  incident: summarySchema,
  alerts: z.array(
    z.object({
      fingerprint: z.string(),
      status: z.string(),
      labels: z.record(z.string(), z.string()),
      startsAt: z.iso.datetime(),
    }),
  ),
  pages: z.array(pageSchema),
  timeline: z.array(z.object({ at: z.iso.datetime(), type: z.string(), text: z.string() })),
});
export type IncidentDetail = z.infer<typeof detailSchema>;

export type Answer = { status: number; body: unknown };

export type Api = {
  /** The newest, at most as many as the server lists. */
  list(status: "open" | "all"): Promise<IncidentSummary[]>;
  detail(name: string): Promise<IncidentDetail>;
  /** Every incident there ever was, oldest first. */
  everything(): Promise<IncidentDetail[]>;
  respond(id: string, action: "acknowledge" | "resolve", by: string): Promise<Answer>;
  /** The value of a metric without labels. */
  metric(name: string): Promise<number>;
};

const RETRY_MS = 100;
const ATTEMPT_LIMIT_MS = 20_000;

/** Asks through the server's own API, and again while the server is away. */
export const createApi = (url: () => string | null, stop: AbortSignal): Api => {
  const once = async (path: string, init: RequestInit): Promise<Answer | null> => {
    const server = url();
    if (server === null) return null;
    const response = await fetch(`${server}${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${TOKENS.api}`, "Content-Type": "application/json" },
      signal: AbortSignal.timeout(ATTEMPT_LIMIT_MS),
    }).catch(() => null);
    const text = await response?.text().catch(() => null);
    if (response === null || typeof text !== "string" || response.status >= 500) return null;
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  };

  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    for (;;) {
      stop.throwIfAborted();
      const answer = await once(path, init);
      if (answer !== null) return answer;
      await systemClock.sleep(RETRY_MS, stop);
    }
  };

  const list: Api["list"] = async (status) =>
    z
      .object({ incidents: z.array(summarySchema) })
      .parse((await ask(`/api/v1/incidents?status=${status}`)).body).incidents;

  const detailOrNull = async (name: string): Promise<IncidentDetail | null> => {
    const { status, body } = await ask(`/api/v1/incidents/${name}`);
    return status === 404 ? null : detailSchema.parse(body);
  };

  return {
    list,
    detail: async (name) => {
      const found = await detailOrNull(name);
      if (found === null) throw new Error(`there is no incident ${name}`);
      return found;
    },
    everything: async () => {
      const newest = (await list("all"))[0]?.number ?? 0;
      const found: IncidentDetail[] = [];
      // A number whose transaction was cut short is never used.
      for (let number = 1; number <= newest; number++) {
        const detail = await detailOrNull(String(number));
        if (detail !== null) found.push(detail);
      }
      return found;
    },
    respond: (id, action, by) =>
      ask(`/api/v1/incidents/${id}/${action}`, { method: "POST", body: JSON.stringify({ by }) }),
    metric: async (name) => {
      const { body } = await ask("/metrics");
      const value = String(body).match(new RegExp(`^${name} (\\S+)$`, "m"))?.[1];
      if (value === undefined) throw new Error(`/metrics has no ${name}`);
      return Number(value);
    },
  };
};
