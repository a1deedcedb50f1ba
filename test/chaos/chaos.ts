import { EventEmitter } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../src/lib/clock.ts";
import { type Random, seededRandom } from "../../src/lib/random.ts";
import { createServerHome, type ServerHome, TOKENS } from "../running-server.ts";
import { createApi, type IncidentDetail } from "./api.ts";
import { chaosCatalog, GONE_ADDRESS } from "./catalog.ts";
import { between } from "./choice.ts";
import { type Cast, CLUSTERS, type Lasting, playEpisode } from "./episodes.ts";
import type { Evidence } from "./evidence.ts";
import { createKeeper, type Keeper, type Kill } from "./keeper.ts";
import { killOnce, type Moments } from "./killing.ts";
import { type MailCatcher, startMailCatcher, type Treatment } from "./mail-catcher.ts";
import { postgresLeft } from "./postgres-left.ts";
import { startSender } from "./sender.ts";
import { runWatchdogs } from "./watchdogs.ts";

export type ChaosOptions = {
  kills: number;
  seed: number;
  /** How many stories are told at once. */
  crowd: number;
  say(line: string): void;
};

export type Chaos = {
  evidence: Evidence;
  kills: readonly Kill[];
  posts: number;
  /** From the first start to the last check. */
  tookMs: number;
};

/** As many unwanted ends as it takes to see that it is no accident. */
const MOST_DEATHS = 3;
const SETTLE_LIMIT_MS = 150_000;
const LOOK_AGAIN_MS = 500;
const SAY_EVERY = 10;

/** Most messages are taken, at once or slowly; some are put off, on some the server hangs up. */
const treatmentOf = (random: Random): Treatment => {
  const lot = random.fraction();
  if (lot < 0.08) return { answer: "busy" };
  if (lot < 0.14) return { answer: "hang-up" };
  return { answer: "accept", afterMs: lot < 0.24 ? between(random, 200, 800) : 0 };
};

const mailServer = (random: Random, moments: EventEmitter<Moments>, isCalm: () => boolean) =>
  startMailCatcher({
    gone: [GONE_ADDRESS],
    treat: () => (isCalm() ? { answer: "accept", afterMs: 0 } : treatmentOf(random)),
    onArrived: () => void moments.emit("mail-open"),
    onAccepted: () => void moments.emit("mail-taken"),
  });

const keeperIn = async (home: ServerHome, mailPort: number): Promise<Keeper> => {
  const catalog = join(home.folder, "catalog.json");
  await writeFile(catalog, JSON.stringify(chaosCatalog));
  return createKeeper(home, {
    args: [`--catalog=${catalog}`],
    environment: {
      TOCSIN_API_TOKEN: TOKENS.api,
      TOCSIN_INGEST_TOKEN: TOKENS.ingest,
      TOCSIN_SMTP_SMARTHOST: `127.0.0.1:${mailPort}`,
      TOCSIN_SMTP_FROM: "tocsin@example.com",
      TOCSIN_SMTP_REQUIRE_TLS: "false",
    },
  });
};

/** Tells stories, `crowd` at a time, until `stop`; then ends those under way, but for what lasts. */
const tellStories = (cast: Cast, crowd: number) => {
  const lasting: Lasting[] = [];
  let episode = 0;
  let stopped = false;
  const teller = async () => {
    while (!stopped) {
      episode += 1;
      const left = await playEpisode(cast, episode);
      if (left !== null) lasting.push(left);
    }
  };
  const tellers = Array.from({ length: crowd }, teller);
  return {
    told: () => episode,
    stop: async () => {
      stopped = true;
      await Promise.all(tellers);
      return lasting;
    },
  };
};

const isAtRest = ({ incident, timeline, pages }: IncidentDetail): boolean =>
  pages.every(({ status }) => status !== "due" && status !== "retrying") &&
  (incident.status === "resolved" ||
    incident.notPagedBecause !== null ||
    timeline.some(({ type }) => type === "escalation-finished"));

/** Null when nothing moves any more; else what still did when patience ended. */
const waitForRest = async (
  { api }: Cast,
  wanted: (detail: IncidentDetail) => boolean,
): Promise<string | null> => {
  const deadline = systemClock.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const moving = (await api.everything()).filter((detail) => !wanted(detail));
    if (moving.length === 0) return null;
    if (systemClock.now() > deadline) {
      const numbers = moving.map(({ incident }) => `#${incident.number} ${incident.status}`);
      return `after ${SETTLE_LIMIT_MS / 1000} s: ${numbers.join(", ")}`;
    }
    await systemClock.sleep(LOOK_AGAIN_MS);
  }
};

type Stage = {
  cast: Cast;
  keeper: Keeper;
  catcher: MailCatcher;
  lasting: readonly Lasting[];
};

/** Lets everything come to rest, and asks what there is to know. */
const settle = async ({ cast, keeper, catcher, lasting }: Stage): Promise<Evidence> => {
  const { api, sender, responses } = cast;
  let restless = await waitForRest(cast, isAtRest);
  const open = (await api.everything()).filter(({ incident }) => incident.status !== "resolved");
  await Promise.all(lasting.map(({ end }) => end()));
  restless ??= await waitForRest(
    cast,
    (detail) => isAtRest(detail) && detail.incident.status === "resolved",
  );
  const end = await keeper.stop();
  keeper.launch();
  await keeper.listening();
  return {
    incidents: await api.everything(),
    lasting: open,
    mails: catcher.accepted.map(({ to, headers }) => ({
      to,
      page: headers.get("x-tocsin-page") ?? "",
      messageId: headers.get("message-id") ?? "",
    })),
    receipts: sender.receipts.filter(({ labels }) => labels["alertname"] !== "Watchdog"),
    responses,
    kills: keeper.kills.map(({ at }) => at),
    refusals: sender.refusals,
    deaths: [...keeper.deaths, ...(end.code === 0 ? [] : [`SIGTERM ended with ${end.code}`])],
    restless,
    stranded: await api.metric("tocsin_incidents_stranded"),
    policies: Object.fromEntries(
      chaosCatalog.teams.flatMap(({ id, escalationPolicy }) =>
        chaosCatalog.escalationPolicies
          .filter((policy) => policy.id === escalationPolicy)
          .map((policy) => [id, policy]),
      ),
    ),
  };
};

/** Kills a real server again and again while alerts come and people answer, and gathers what came of it. */
export const runChaos = async ({ kills, seed, crowd, say }: ChaosOptions): Promise<Chaos> => {
  const startedAt = systemClock.now();
  const stopping = new AbortController();
  const moments = new EventEmitter<Moments>();
  let calm = false;
  const home = await createServerHome();
  const catcher = await mailServer(seededRandom(seed + 1), moments, () => calm);
  const keeper = await keeperIn(home, catcher.port);
  const sender = startSender({
    url: keeper.url,
    random: seededRandom(seed + 2),
    onPosting: () => void moments.emit("posting"),
    onStored: () => void moments.emit("stored"),
  });
  try {
    const api = createApi(keeper.url, stopping.signal);
    const cast: Cast = { sender, api, random: seededRandom(seed + 3), responses: [] };
    const watchdogs = runWatchdogs(sender, CLUSTERS, stopping.signal);
    const stories = tellStories(cast, crowd);
    const fate = seededRandom(seed);
    while (keeper.kills.length < kills && keeper.deaths.length < MOST_DEATHS) {
      await killOnce(keeper, moments, fate);
      const { length } = keeper.kills;
      if (length % SAY_EVERY === 0) {
        say(`${length} kills: ${stories.told()} stories, ${catcher.accepted.length} mails taken`);
      }
    }
    calm = true;
    keeper.launch();
    await keeper.listening();
    const lasting = await stories.stop();
    say("No more kills; waiting until everything has come to rest");
    const evidence = await settle({ cast, keeper, catcher, lasting });
    stopping.abort();
    await watchdogs;
    const tookMs = systemClock.now() - startedAt;
    return { evidence, kills: [...keeper.kills], posts: sender.posts(), tookMs };
  } finally {
    stopping.abort();
    await sender.stop();
    await keeper.stop();
    await catcher.close();
    await postgresLeft(home);
    await home.remove();
  }
};
