import type { FastifyInstance } from "fastify";
import { createEmailChannel, type EmailChannel } from "../integrations/email.ts";
import { createWebhookChannel } from "../integrations/webhook.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Random } from "../lib/random.ts";
import { VERSION } from "../lib/version.ts";
import { openDatabase } from "../store/database.ts";
import { migrate } from "../store/migrate.ts";
import { createPostgresStore } from "../store/postgres.ts";
import { type PrivatePostgres, startPrivatePostgres } from "../store/private-postgres.ts";
import type { Store } from "../store/store.ts";
import { createApp } from "./app.ts";
import { createBeat, runBeat } from "./beat.ts";
import { type CatalogHolder, holdCatalog } from "./catalog-file.ts";
import type { Config } from "./config.ts";
import type { Engine } from "./engine.ts";
import { MOST_AT_ONCE, runLane } from "./lane.ts";
import { createMeasures, type Measures } from "./measures.ts";
import type { Channels } from "./perform-page.ts";
import { prepareTokens } from "./tokens.ts";
import { createWorker, LANES } from "./worker.ts";

/** A whole attempt; shorter than the lease on the work. */
const ATTEMPT_LIMIT_MS = 10_000;
const SECRET_BYTES = 32;
/** For requests that are under way when the server is told to end. */
const LAST_REQUESTS_MS = 5_000;

export type Machine = { clock: Clock; random: Random; log: Log };

export type Server = {
  url: string;
  /** Tokens made at this start; shown once. */
  newTokens: readonly { scope: string; token: string }[];
  reload(): Promise<string | null>;
  /** Settles when the database that belongs to this server ends by itself. */
  databaseEnded: Promise<void>;
  stop(): Promise<void>;
};

const mailChannel = (config: Config, clock: Clock): EmailChannel | null => {
  const smarthost = config["smtp.smarthost"];
  const user = config["smtp.username"];
  const password = config["smtp.password"];
  const security = smarthost?.port === 465 ? "tls" : "starttls";
  if (smarthost === null) return null;
  return createEmailChannel(
    {
      host: smarthost.host,
      port: smarthost.port,
      security: config["smtp.require-tls"] ? security : "opportunistic",
      login: user === null || password === null ? null : { user, password },
      from: config["smtp.from"],
      limitMs: ATTEMPT_LIMIT_MS,
      maxConnections: MOST_AT_ONCE.email,
    },
    clock,
  );
};

/** Says at the start, not at the first page, that mail will not work; and makes the first page faster. */
const probeMail = async (email: EmailChannel, log: Log): Promise<void> => {
  const trouble = await email.probe();
  if (trouble !== null) log.error("the mail server takes no pages", { err: trouble });
};

const openChannels = (config: Config, { clock, log }: Machine): Channels => {
  const email = mailChannel(config, clock);
  if (email !== null) void probeMail(email, log);
  return { email, webhook: createWebhookChannel({ limitMs: ATTEMPT_LIMIT_MS }, clock) };
};

type Opened = { store: Store; postgres: PrivatePostgres | null };

const openStore = async (config: Config, { clock, random, log }: Machine): Promise<Opened> => {
  const given = config["database.url"];
  const postgres =
    given === null
      ? await startPrivatePostgres(
          { folder: config["storage.path"], binDir: config["storage.postgres-bin"] },
          clock,
        )
      : null;
  const database = openDatabase(given?.reveal() ?? postgres?.url ?? "", (error) =>
    log.warn("a connection to PostgreSQL broke", { err: error }),
  );
  try {
    await migrate(database.pool);
    const store = await createPostgresStore(database, random);
    // Nobody else can have this folder's database: whoever held work in it is gone.
    if (postgres !== null) await store.releaseAll();
    return { store, postgres };
  } catch (error) {
    await database.kysely.destroy();
    await postgres?.stop();
    throw error;
  }
};

const run = (engine: Engine, channels: Channels, settings: { url: string; secret: string }) => {
  const stopping = new AbortController();
  const worker = createWorker(engine, {
    channels,
    externalUrl: settings.url,
    linkSecret: settings.secret,
  });
  const lanes = LANES.map((lane) => runLane(engine, worker, { lane, stop: stopping.signal }));
  return async () => {
    stopping.abort();
    await Promise.all(lanes);
    await Promise.all([channels.email?.close(), channels.webhook.close()]);
  };
};

const urlOf = (address: { host: string; port: number }): string =>
  `http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;

/** Lets requests that are under way end, but waits for no sender that has stalled in the middle of one. */
const closeApp = async (app: FastifyInstance, clock: Clock): Promise<void> => {
  const closed = new AbortController();
  const closing = app.close().finally(() => closed.abort());
  await clock.sleep(LAST_REQUESTS_MS, closed.signal);
  app.server.closeAllConnections();
  await closing;
};

type Parts = { measures: Measures; catalog: CatalogHolder; opened: Opened };

const start = async (config: Config, machine: Machine, parts: Parts): Promise<Server> => {
  const { clock, random, log } = machine;
  const { measures, catalog, opened } = parts;
  const { store, postgres } = opened;
  const secret = await store.settingOr(
    "link-secret",
    Buffer.from(random.bytes(SECRET_BYTES)).toString("base64url"),
  );
  const given = {
    api: config["api.token"],
    ingest: config["ingest.token"],
    metrics: config["metrics.token"],
  };
  const newTokens = await prepareTokens(store, given, random);
  const engine: Engine = { ...machine, store, measures, catalog: catalog.current };
  const beat = createBeat(engine);
  await beat.once();
  const app = await createApp(
    engine,
    { whyNotReady: beat.whyNotAccepting, reload: catalog.reload, measure: beat.measure },
    { linkSecret: secret, isSecure: config["web.external-url"]?.startsWith("https:") ?? false },
  );
  const { host, port } = config["web.listen-address"];
  await app.listen({ host: host === "" ? "::" : host, port });
  const bound = app.server.address();
  const url = urlOf({
    host: host === "" ? "localhost" : host,
    port: typeof bound === "object" && bound !== null ? bound.port : port,
  });
  const stopWork = run(engine, openChannels(config, machine), {
    url: config["web.external-url"] ?? url,
    secret,
  });
  const stopping = new AbortController();
  const beating = runBeat(engine, beat, stopping.signal);
  log.info("Tocsin accepts alerts", { version: VERSION, url, catalogue: config.catalog ?? "none" });
  return {
    url,
    newTokens,
    reload: catalog.reload,
    databaseEnded: postgres?.ended ?? new Promise(() => undefined),
    stop: async () => {
      stopping.abort();
      await closeApp(app, clock);
      await stopWork();
      await beating;
      await store.close();
      await postgres?.stop();
    },
  };
};

/** Starts the whole server; when this returns, it takes alerts and sends pages. */
export const serve = async (config: Config, machine: Machine): Promise<Server> => {
  const { clock, log } = machine;
  const measures = createMeasures();
  const catalog = await holdCatalog(config.catalog, { clock, log, measures });
  const opened = await openStore(config, machine);
  try {
    return await start(config, machine, { measures, catalog, opened });
  } catch (error) {
    // An open database would keep the process from ending.
    await opened.store.close();
    await opened.postgres?.stop();
    throw error;
  }
};
