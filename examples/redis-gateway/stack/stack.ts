import { generateKeySync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import { redisGateway } from "../tocsin.ts";
import { type Alertmanager, startAlertmanager } from "./alertmanager.ts";
import { build } from "./build.ts";
import { type DeadMansSwitch, startDeadMansSwitch } from "./dead-mans-switch.ts";
import { openFolder } from "./folder.ts";
import { freePort } from "./free-port.ts";
import { type GatewayServer, startGatewayServer } from "./gateway.ts";
import { type Load, startLoad } from "./load.ts";
import { type MailCatcher, startMailCatcher } from "./mail-catcher.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";
import { type RedisServer, startRedis } from "./redis.ts";
import { type RedisExporter, startRedisExporter } from "./redis-exporter.ts";
import { scaleTime } from "./time-scale.ts";
import { startTocsin, type TocsinServer, type TocsinTokens } from "./tocsin.ts";
import { waitUntil } from "./wait-until.ts";

/** What is watched. */
type Service = { redis: RedisServer; exporter: RedisExporter; gateway: GatewayServer };

/** What watches, and what tells people. */
type Alerting = { prometheus: Prometheus; alertmanager: Alertmanager; tocsin: TocsinServer };

/** The outside world that is told. */
type Outside = { mail: MailCatcher; deadMansSwitch: DeadMansSwitch };

/** The whole example as real programs on loopback ports. */
export type Stack = Service &
  Alerting &
  Outside & {
    folder: string;
    tokens: TocsinTokens;
    load: Load;
    /** Ends every program and removes the folder. */
    stop(): Promise<void>;
  };

export type StackOptions = {
  clock: Clock;
  /** By how much the definition's durations are divided. */
  timeFactor: number;
};

const REQUESTS_PER_SECOND = 50;
export const DIRECT_ADDRESS = "on-call-direct@example.com";

const newToken = (): string =>
  generateKeySync("hmac", { length: 192 }).export().toString("base64url");

const writeSecret = async (file: string, secret: string): Promise<string> => {
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return file;
};

/** Where things are started, and what ends them: last started, first stopped. */
type Place = {
  clock: Clock;
  folder: string;
  tokens: TocsinTokens;
  cleanup: AsyncDisposableStack;
};

const stopLater = <T extends { stop(): Promise<void> }>({ cleanup }: Place, server: T): T =>
  cleanup.adopt(server, (running) => running.stop());

const startOutside = async ({ clock, cleanup }: Place): Promise<Outside> => ({
  mail: cleanup.adopt(await startMailCatcher(clock), (mail) => mail.close()),
  deadMansSwitch: cleanup.adopt(await startDeadMansSwitch(clock), (server) => server.close()),
});

const startService = async (place: Place, apiKey: string): Promise<Service> => {
  const { folder, clock } = place;
  const redis = stopLater(place, await startRedis(folder, clock));
  const exporter = stopLater(
    place,
    await startRedisExporter({ redisUrl: redis.url, folder }, clock),
  );
  const gateway = stopLater(
    place,
    await startGatewayServer({ redisUrl: redis.gatewayUrl, apiKey, folder }, clock),
  );
  return { redis, exporter, gateway };
};

/** The example's definition for this place, at this pace. */
const definition = async (
  { folder, tokens }: Place,
  { outside, tocsinUrl, timeFactor }: { outside: Outside; tocsinUrl: string; timeFactor: number },
) =>
  scaleTime(
    redisGateway({
      tocsinUrl,
      tocsinExternalUrl: tocsinUrl,
      ingestTokenFile: await writeSecret(join(folder, "ingest-token"), tokens.ingest),
      smtpSmarthost: `127.0.0.1:${outside.mail.port}`,
      smtpRequireTls: false,
      directEmailTo: DIRECT_ADDRESS,
      deadMansSwitchUrl: outside.deadMansSwitch.url,
    }),
    timeFactor,
  );

const startAlerting = async (
  place: Place,
  { service, outside, timeFactor }: { service: Service; outside: Outside; timeFactor: number },
): Promise<Alerting> => {
  const { folder, clock, tokens } = place;
  const tocsinAddress = `127.0.0.1:${await freePort()}`;
  const tocsinUrl = `http://${tocsinAddress}`;
  const built = await build(folder, await definition(place, { outside, tocsinUrl, timeFactor }));
  const tocsin = stopLater(
    place,
    await startTocsin(
      {
        address: tocsinAddress,
        tokens,
        catalogFile: built.catalogFile,
        mailPort: outside.mail.port,
        folder,
      },
      clock,
    ),
  );
  const alertmanager = stopLater(
    place,
    await startAlertmanager({ configFile: built.alertmanagerFile, folder }, clock),
  );
  const prometheus = stopLater(
    place,
    await startPrometheus(
      {
        targets: {
          gateway: service.gateway.address,
          redisExporter: service.exporter.address,
          tocsin: tocsin.address,
          alertmanager: alertmanager.address,
        },
        tocsinMetricsTokenFile: await writeSecret(join(folder, "metrics-token"), tokens.metrics),
        folder,
      },
      clock,
    ),
  );
  await waitUntil(async () => ((await prometheus.healthyJobs()).size === 5 ? true : undefined), {
    what: "Prometheus to scrape all five jobs",
    timeoutMs: 30_000,
    clock,
  });
  await prometheus.loadRules(built.rulesFile);
  const settled = async () =>
    (await prometheus.alerts()).find(
      ({ labels, state }) => labels["alertname"] === "WatchdogSettled" && state === "firing",
    );
  await waitUntil(settled, {
    what: "the watchdog to have settled, without which Tocsin believes no alert's end",
    timeoutMs: 60_000,
    clock,
  });
  await waitUntil(() => outside.deadMansSwitch.pings()[0], {
    what: "the watchdog to reach the dead man's switch",
    timeoutMs: 30_000,
    clock,
  });
  return { tocsin, alertmanager, prometheus };
};

/**
 * Starts everything and waits until the whole is watched: each target scraped, and the watchdog
 * arrived at the other end.
 */
export const startStack = async ({ clock, timeFactor }: StackOptions): Promise<Stack> => {
  const cleanup = new AsyncDisposableStack();
  try {
    const folder = cleanup.adopt(await openFolder("tocsin-demo-"), (open) => open.remove()).path;
    const tokens = { ingest: newToken(), api: newToken(), metrics: newToken() };
    const place = { clock, folder, tokens, cleanup };
    const outside = await startOutside(place);
    const service = await startService(place, newToken());
    const alerting = await startAlerting(place, { service, outside, timeFactor });
    const load = stopLater(
      place,
      startLoad({ ...service.gateway, requestsPerSecond: REQUESTS_PER_SECOND }, clock),
    );
    const stop = () => cleanup.disposeAsync();
    return { ...service, ...alerting, ...outside, folder, tokens, load, stop };
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
};
