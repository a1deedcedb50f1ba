import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../src/lib/clock.ts";
import { createApi, type IncidentDetail } from "./chaos/api.ts";
import { runChaos } from "./chaos/chaos.ts";
import {
  type Mail,
  type MailCatcher,
  startMailCatcher,
  type Treatment,
} from "./chaos/mail-catcher.ts";
import { postgresLeft } from "./chaos/postgres-left.ts";
import { verdict } from "./chaos/verdict.ts";
import { exampleCatalog } from "./example-catalog.ts";
import {
  createServerHome,
  eventually,
  launchServer,
  type RunningServer,
  type ServerHome,
  startServer,
  TOKENS,
} from "./running-server.ts";
import { webhookOf } from "./webhook-of.ts";

/** Several starts of a real server on a machine that is busy with other tests. */
const PATIENT_MS = 120_000;
const ALERT = "RedisInstanceDown";

/** Gets as far as the file by which a cluster is recognised. */
const HALF_AN_INITDB = `#!/bin/sh
folder=$(printf '%s\\n' "$@" | sed -n 's/^--pgdata=//p')
echo 18 > "$folder/PG_VERSION"
exit 1
`;

let home: ServerHome;
let catcher: MailCatcher;
let treatment: Treatment;
let onAccepted: () => void;
let server: RunningServer | null;

beforeEach(async () => {
  server = null;
  treatment = { answer: "accept", afterMs: 0 };
  onAccepted = () => undefined;
  home = await createServerHome();
  catcher = await startMailCatcher({ treat: () => treatment, onAccepted: () => onAccepted() });
});

afterEach(async () => {
  await server?.stop();
  await catcher.close();
  await postgresLeft(home);
  await home.remove();
});

const start = async (): Promise<RunningServer> => {
  const catalog = join(home.folder, "catalog.json");
  await writeFile(catalog, JSON.stringify(exampleCatalog()));
  server = await startServer(home, {
    args: [`--catalog=${catalog}`],
    environment: {
      TOCSIN_API_TOKEN: TOKENS.api,
      TOCSIN_INGEST_TOKEN: TOKENS.ingest,
      TOCSIN_SMTP_SMARTHOST: `127.0.0.1:${catcher.port}`,
      TOCSIN_SMTP_FROM: "tocsin@example.com",
      TOCSIN_SMTP_REQUIRE_TLS: "false",
    },
  });
  return server;
};

/** Returns with Alertmanager's answer, and not a moment later. */
const fire = ({ ask }: RunningServer): Promise<Response> =>
  ask("/webhooks/alertmanager", {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKENS.ingest}`, "Content-Type": "application/json" },
    body: JSON.stringify(webhookOf([{ name: ALERT, startsAt: systemClock.now() }])),
  });

const kill = async (running: RunningServer): Promise<void> => {
  running.send("SIGKILL");
  expect((await running.ended).signal).toBe("SIGKILL");
};

const apiOf = ({ url }: RunningServer) => createApi(() => url, new AbortController().signal);

/** The only incident, once its first page has been accepted. */
const pagedIncident = (running: RunningServer): Promise<IncidentDetail> =>
  eventually(async () => {
    const incidents = await apiOf(running).everything();
    expect(incidents.length).toBeLessThanOrEqual(1);
    const [incident] = incidents;
    return incident?.pages[0]?.status === "accepted" ? incident : false;
  });

const outcomes = ({ pages }: IncidentDetail) => pages[0]?.attempts.map(({ outcome }) => outcome);

const markOf = ({ headers }: Mail) => ({
  id: headers.get("message-id"),
  page: headers.get("x-tocsin-page"),
});

test(
  "an alert that was answered with 2xx is paged once, though the server was killed in between",
  async () => {
    treatment = { answer: "busy" };
    const first = await start();
    const answer = await fire(first);
    first.send("SIGKILL");
    expect(answer.status).toBe(200);
    await kill(first);
    expect(catcher.accepted).toEqual([]);
    treatment = { answer: "accept", afterMs: 0 };
    const incident = await pagedIncident(await start());
    expect(incident.alerts.map(({ labels }) => labels["alertname"])).toEqual([ALERT]);
    expect(catcher.accepted.map(({ to }) => to)).toEqual(["ana@example.com"]);
    expect(catcher.accepted[0]?.headers.get("x-tocsin-page")).toBe(incident.pages[0]?.key);
  },
  PATIENT_MS,
);

test(
  "a page that was on its way when the server was killed is sent again under the same name",
  async () => {
    treatment = { answer: "hold" };
    const first = await start();
    await fire(first);
    await eventually(() => catcher.arrived.length > 0);
    await kill(first);
    treatment = { answer: "accept", afterMs: 0 };
    const incident = await pagedIncident(await start());
    expect(outcomes(incident)).toEqual(["unknown", "accepted"]);
    const marks = catcher.arrived.map(markOf);
    expect(marks).toHaveLength(2);
    expect(marks[0]?.page).toBe(incident.pages[0]?.key);
    expect(marks[0]?.id).toMatch(/^<\S+@example\.com>$/);
    expect(marks[1]).toEqual(marks[0]);
    expect(catcher.accepted).toHaveLength(1);
  },
  PATIENT_MS,
);

test(
  "a page whose acceptance the server did not live to hear of is the only kind that arrives twice",
  async () => {
    const first = await start();
    onAccepted = () => first.send("SIGKILL");
    await fire(first);
    await first.ended;
    const incident = await pagedIncident(await start());
    expect(outcomes(incident)).toEqual(["unknown", "accepted"]);
    expect(new Set(catcher.accepted.map(({ headers }) => headers.get("message-id"))).size).toBe(1);
    expect(catcher.accepted).toHaveLength(2);
  },
  PATIENT_MS,
);

test(
  "a server that is told to stop hears the answer for the page that is on its way, and repeats nothing",
  async () => {
    treatment = { answer: "accept", afterMs: 1_000 };
    const first = await start();
    await fire(first);
    await eventually(() => catcher.arrived.length > 0);
    first.send("SIGTERM");
    expect(await first.ended).toEqual({ code: 0, signal: null });
    const incident = await pagedIncident(await start());
    expect(outcomes(incident)).toEqual(["accepted"]);
    expect(catcher.arrived).toHaveLength(1);
  },
  PATIENT_MS,
);

test(
  "a first start that is cut short while it makes the database leaves a folder that starts",
  async () => {
    const bin = join(home.folder, "bin");
    await mkdir(bin);
    const initdb = join(bin, "initdb");
    await writeFile(initdb, HALF_AN_INITDB);
    await Promise.all([chmod(initdb, 0o755), chmod(bin, 0o755)]);
    const cut = launchServer(home, { args: [`--storage.postgres-bin=${bin}`] });
    expect((await cut.ended).code).not.toBe(0);
    expect(await readdir(home.data)).not.toEqual([]);
    expect((await fire(await start())).status).toBe(200);
    expect((await readdir(home.data)).sort()).toEqual(["README.txt", "postgres"]);
  },
  PATIENT_MS,
);

test(
  "five kills at chosen and at random moments lose nothing and repeat only what was on its way",
  async () => {
    const chaos = await runChaos({ kills: 5, seed: 11, crowd: 6, say: () => undefined });
    expect(verdict(chaos.evidence)).toEqual([]);
    expect(chaos.kills).toHaveLength(5);
    expect(chaos.evidence.mails.length).toBeGreaterThan(0);
    expect(chaos.evidence.receipts.length).toBeGreaterThan(0);
  },
  5 * PATIENT_MS,
);
