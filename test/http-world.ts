import { type Clock, toIso } from "../src/lib/clock.ts";
import { createLog } from "../src/lib/log.ts";
import { secret } from "../src/lib/secret.ts";
import { createApp } from "../src/server/app.ts";
import type { Operations } from "../src/server/operations.ts";
import { prepareTokens } from "../src/server/tokens.ts";
import type { Store } from "../src/store/store.ts";
import { TOKENS } from "./running-server.ts";
import { createWorld } from "./world.ts";

export const LINK_SECRET = "secret";

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The store with some of its operations replaced, as a database that is in trouble would have them. */
export const storeWith = (store: Store, broken: Partial<Store>): Store => ({ ...store, ...broken });

/** The body of an Alertmanager notification as JSON, with one alert that fires now. */
export const firingBody = (
  { now }: Pick<Clock, "now">,
  alert: { labels?: Record<string, string>; annotations?: Record<string, string> } = {},
): string =>
  JSON.stringify({
    version: "4",
    groupKey: "{}:{}",
    groupLabels: {},
    alerts: [
      {
        status: "firing",
        labels: { alertname: "GatewayDown", severity: "critical", ...alert.labels },
        annotations: alert.annotations ?? {},
        startsAt: toIso(now()),
        endsAt: "0001-01-01T00:00:00Z",
        generatorURL: "",
      },
    ],
  });

type Settings = Parameters<typeof createWorld>[0] & {
  /** Replaces operations of the store for the HTTP side alone. */
  broken?: Partial<Store>;
  operations?: Partial<Operations>;
  isSecure?: boolean;
};

/** The world with the server's HTTP side on top, asked without a socket. */
export const createHttpWorld = async ({
  broken,
  operations,
  isSecure,
  ...settings
}: Settings = {}) => {
  const world = createWorld(settings);
  const logged: string[] = [];
  const log = createLog({
    clock: world.clock,
    level: "warn",
    format: "logfmt",
    write: (line) => {
      logged.push(line);
    },
  });
  const given = {
    api: secret(TOKENS.api),
    ingest: secret(TOKENS.ingest),
    metrics: secret(TOKENS.metrics),
  };
  await prepareTokens(world.store, given, world.engine.random);
  const engine = { ...world.engine, log, store: storeWith(world.store, broken ?? {}) };
  const app = await createApp(
    engine,
    {
      whyNotReady: () => null,
      reload: async () => null,
      measure: () => undefined,
      ...operations,
    },
    { linkSecret: LINK_SECRET, isSecure: isSecure ?? false },
  );
  return {
    ...world,
    engine,
    app,
    logged,
    notify: (payload: string, headers: Record<string, string> = {}) =>
      app.inject({
        method: "POST",
        url: "/webhooks/alertmanager",
        headers: { ...bearer(TOKENS.ingest), "content-type": "application/json", ...headers },
        payload,
      }),
    /** The Cookie header of a browser that has just signed in. */
    signIn: async (): Promise<{ cookie: string }> => {
      const answer = await app.inject({
        method: "POST",
        url: "/sign-in",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams({ token: TOKENS.api, next: "/" }).toString(),
      });
      const [cookie] = answer.cookies;
      return { cookie: `${cookie?.name}=${cookie?.value}` };
    },
  };
};

export type HttpWorld = Awaited<ReturnType<typeof createHttpWorld>>;
