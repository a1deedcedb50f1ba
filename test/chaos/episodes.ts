import { systemClock } from "../../src/lib/clock.ts";
import type { Random } from "../../src/lib/random.ts";
import type { Api } from "./api.ts";
import { between, chance, oneOf } from "./choice.ts";
import type { Sender } from "./sender.ts";
import type { SentAlert } from "./sent-group.ts";

export const CLUSTERS = ["north", "south"] as const;
const SERVICES = ["gateway", "gateway", "billing", "billing", "search"] as const;

/** Each as often as it is told. `lasting`: nobody reacts until the end. */
const KINDS = [
  "acknowledged",
  "acknowledged",
  "acknowledged",
  "passing",
  "passing",
  "passing",
  "flapping",
  "flapping",
  "by-hand",
  "warning",
  "lasting",
] as const;
type EpisodeKind = (typeof KINDS)[number];

/** An answer of 2xx to somebody: the server must remember it. */
export type Response = { incidentId: string; action: "acknowledge" | "resolve"; by: string };

export type Cast = {
  sender: Sender;
  api: Api;
  random: Random;
  /** What people did, as the server confirmed it. */
  responses: Response[];
};

export type Lasting = { end(): Promise<void> };

const pause = (random: Random, from: number, to: number) =>
  systemClock.sleep(between(random, from, to));

/** The open incident of an episode, once the server has been told of it; null when there is none. */
const findIncident = async (api: Api, episode: number): Promise<string | null> => {
  const open = await api.list("open");
  return open.find(({ title }) => title.startsWith(`episode ${episode}:`))?.id ?? null;
};

const respond = async (
  { api, responses }: Cast,
  episode: number,
  action: Response["action"],
): Promise<void> => {
  const incidentId = await findIncident(api, episode);
  if (incidentId === null) return;
  const by = `responder-${episode}`;
  const { status } = await api.respond(incidentId, action, by);
  if (status === 200) responses.push({ incidentId, action, by });
};

/** Whose alerts an episode is about; what makes them fire, and what ends them. */
const setScene = ({ random, sender }: Cast, episode: number, kind: EpisodeKind) => {
  const service = oneOf(random, SERVICES);
  const cluster = oneOf(random, CLUSTERS);
  const severity = kind === "warning" ? "warning" : "critical";
  const repeatMs = kind === "by-hand" || chance(random, 0.3) ? 1_000 : null;
  const group = sender.group(`episode ${episode}`, repeatMs);
  const alerts: SentAlert[] = [];
  const count = 1 + Math.floor(random.fraction() * 3);
  const fire = async () => {
    for (let index = 0; index < count; index++) {
      if (index > 0) await pause(random, 0, 600);
      const alert: SentAlert = {
        labels: {
          alertname: `Alert${index}`,
          service,
          cluster,
          severity,
          episode: String(episode),
          instance: `${service}-${index}`,
        },
        annotations: { summary: `episode ${episode}: something is wrong with ${service}` },
        startsAt: systemClock.now(),
        endsAt: null,
      };
      alerts[index] = alert;
      await group.set(alert);
    }
  };
  const end = async () => {
    const endsAt = systemClock.now();
    await Promise.all(alerts.map((alert) => group.set({ ...alert, endsAt })));
  };
  return { fire, end };
};

/** One incident's story, from the first alert to the last. Returns what lasts, if it does. */
export const playEpisode = async (cast: Cast, episode: number): Promise<Lasting | null> => {
  const { random } = cast;
  const kind = oneOf(random, KINDS);
  const { fire, end } = setScene(cast, episode, kind);
  await fire();
  switch (kind) {
    case "lasting":
      return { end };
    case "acknowledged":
      await pause(random, 100, 3_000);
      await respond(cast, episode, "acknowledge");
      await pause(random, 300, 2_000);
      break;
    case "by-hand":
      await pause(random, 300, 2_000);
      await respond(cast, episode, "resolve");
      await pause(random, 300, 1_500);
      break;
    case "flapping":
      await pause(random, 200, 1_500);
      await end();
      await pause(random, 100, 1_500);
      await fire();
      await pause(random, 200, 1_500);
      break;
    case "passing":
    case "warning":
      await pause(random, 300, 5_000);
  }
  await end();
  return null;
};
