import { expect, test } from "vitest";
import { bearer, createHttpWorld, type HttpWorld, LINK_SECRET } from "../../test/http-world.ts";
import { problemDetail } from "../../test/problem.ts";
import { TOKENS } from "../../test/running-server.ts";
import { durationMs } from "../lib/duration.ts";
import { type LinkAction, linkPath } from "./links.ts";

/** Who gets which answer from each route. HEAD is as GET. `link`: a valid one, where the route has links. */
const TABLE = `
route                                       none ingest metrics api session link
GET  /                                      401  403    403     200 200     401
GET  /-/healthy                             200  200    200     200 200     200
GET  /-/ready                               200  200    200     200 200     200
GET  /-/reload                              401  403    403     405 401     401
POST /-/reload                              401  403    403     200 401     401
PUT  /-/reload                              401  403    403     200 401     401
GET  /api/v1/incidents                      401  403    403     200 200     401
GET  /api/v1/incidents/:incident            401  403    403     200 200     401
POST /api/v1/incidents/:incident/acknowledge 401 403    403     200 401     401
POST /api/v1/incidents/:incident/resolve    401  403    403     200 401     401
GET  /incidents/:incident                   401  403    403     200 200     401
GET  /incidents/:incident/acknowledge       403  403    403     403 200     200
POST /incidents/:incident/acknowledge       403  403    403     403 303     303
GET  /incidents/:incident/resolve           403  403    403     403 200     200
POST /incidents/:incident/resolve           403  403    403     403 303     303
GET  /metrics                               401  403    200     200 401     401
GET  /sign-in                               200  200    200     200 200     200
POST /sign-in                               401  401    401     401 401     401
GET  /style.css                             200  200    200     200 200     200
POST /webhooks/alertmanager                 401  422    403     403 401     401
GET  /nowhere                               401  403    403     404 401     401
`;

const CREDENTIALS = ["none", "ingest", "metrics", "api", "session", "link"] as const;
type Credential = (typeof CREDENTIALS)[number];
type Row = { method: "GET" | "POST" | "PUT"; url: string; answers: Record<Credential, number> };

const METHODS = { GET: "GET", POST: "POST", PUT: "PUT" } as const;

const rows = TABLE.trim()
  .split("\n")
  .slice(1)
  .map((line): Row => {
    const [method = "", url = "", ...codes] = line.trim().split(/\s+/);
    if (method !== "GET" && method !== "POST" && method !== "PUT") throw new Error(line);
    const [none, ingest, metrics, api, session, link] = codes.map(Number);
    const answers = { none, ingest, metrics, api, session, link };
    const complete = Object.entries(answers).map(([name, code]) => [name, code ?? 0]);
    return { method: METHODS[method], url, answers: Object.fromEntries(complete) };
  });

/** `METHOD path` of everything that is registered, read from Fastify's own tree of routes. */
const registered = ({ app }: HttpWorld): string[] => {
  const path: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, branch = "", part = "", methods] =
        line.match(/^([│├└─\s]*)(.*?)(?: \(([A-Z, ]+)\))?$/u) ?? [];
      if (part === "") return [];
      path.length = branch.length / 4 - 1;
      path.push(part);
      return (methods?.split(", ") ?? []).map((method) => `${method} ${path.join("")}`);
    });
};

test("every registered route has a row in the table, and every row a route", async () => {
  const routes = registered(await createHttpWorld()).filter((route) => !route.startsWith("HEAD"));
  const stated = rows.map(({ method, url }) => `${method} ${url}`);
  expect(routes.sort()).toEqual(stated.filter((route) => route !== "GET /nowhere").sort());
});

const actionOf = (url: string): LinkAction =>
  url.endsWith("/resolve") ? "resolve" : "acknowledge";

type Link = { action?: LinkAction; incidentId?: string; now?: number; change?: (url: URL) => void };

/** The query of a link to an action on the first incident, right but for the differences. */
const linkQuery = async (world: HttpWorld, url: string, link: Link = {}): Promise<string> => {
  const { id } = await world.incident(1);
  const path = linkPath(LINK_SECRET, {
    incidentId: link.incidentId ?? id,
    action: link.action ?? actionOf(url),
    person: "ana",
    now: link.now ?? world.clock.now(),
  });
  const whole = new URL(path, "http://localhost");
  link.change?.(whole);
  return whole.search;
};

const outage = async (): Promise<HttpWorld> => {
  const world = await createHttpWorld();
  await world.fires({ name: "GatewayDown" });
  await world.fires({ name: "BillingDown", labels: { service: "billing" } });
  return world;
};

const BODIES = new Map([
  ["/sign-in", new URLSearchParams({ token: "wrong", next: "/" })],
  ["/webhooks/alertmanager", new URLSearchParams()],
]);

const ask = async (
  world: HttpWorld,
  { method, url }: { method: Row["method"] | "HEAD"; url: string },
  { headers = {}, query = "" }: { headers?: Record<string, string>; query?: string },
) => {
  const { id } = await world.incident(1);
  const body = BODIES.get(url) ?? new URLSearchParams({ by: "ana" });
  const isJson = url.startsWith("/api/");
  const sends = method === "POST" || method === "PUT";
  const type = isJson ? "application/json" : "application/x-www-form-urlencoded";
  return world.app.inject({
    method,
    url: `${url.replace(":incident", id)}${query}`,
    headers: sends ? { "content-type": type, ...headers } : headers,
    ...(sends ? { payload: isJson ? JSON.stringify({ by: "ana" }) : body.toString() } : {}),
  });
};

const presented = async (world: HttpWorld, url: string, credential: Credential) => {
  switch (credential) {
    case "none":
      return {};
    case "session":
      return { headers: await world.signIn() };
    case "link":
      return { query: await linkQuery(world, url) };
    default:
      return { headers: bearer(TOKENS[credential]) };
  }
};

const statuses = async (world: HttpWorld) => [
  (await world.incident(1)).status,
  (await world.incident(2)).status,
];
const UNTOUCHED = ["triggered", "triggered"];

for (const row of rows) {
  test(`${row.method} ${row.url} answers each credential as the table says`, async () => {
    for (const credential of CREDENTIALS) {
      const world = await outage();
      const answer = await ask(world, row, await presented(world, row.url, credential));
      expect(answer.statusCode, `${credential}: ${answer.body}`).toBe(row.answers[credential]);
      const isAllowed = answer.statusCode < 400 && row.method !== "GET";
      if (!isAllowed) expect(await statuses(world), credential).toEqual(UNTOUCHED);
      if (row.method !== "GET") continue;
      const world2 = await outage();
      const head = await ask(
        world2,
        { ...row, method: "HEAD" },
        await presented(world2, row.url, credential),
      );
      expect(head.statusCode, `HEAD with ${credential}`).toBe(answer.statusCode);
      expect(head.body).toBe("");
      expect(await statuses(world2)).toEqual(UNTOUCHED);
    }
  });
}

const set = (name: string, value: string) => (url: URL) => url.searchParams.set(name, value);

const WRONG_LINKS: Record<string, Link> = {
  "a forged signature": { change: set("signature", "A".repeat(43)) },
  "a signature of another length": { change: set("signature", "AAAA") },
  "no signature": { change: (url) => url.searchParams.delete("signature") },
  "two signatures": { change: (url) => url.searchParams.append("signature", "A".repeat(43)) },
  "a later end": { change: set("until", String(Date.parse("2030-01-01T00:00:00Z"))) },
  "an end that is no number": { change: set("until", "never") },
  "another person": { change: set("person", "bo") },
  "an expired link": { now: Date.parse("2026-01-05T09:00:00Z") - durationMs("7d") },
};

const LINK_ROUTES = rows.filter(({ answers }) => answers.link === 303);

test("a wrong link opens nothing and changes nothing, on any route", async () => {
  expect(LINK_ROUTES).toHaveLength(2);
  for (const [name, link] of Object.entries(WRONG_LINKS)) {
    const world = await outage();
    for (const row of rows) {
      const query = await linkQuery(world, row.url, link);
      const answer = await ask(world, row, { query });
      expect(answer.statusCode, `${row.method} ${row.url}: ${name}`).toBe(row.answers.none);
    }
    expect(await statuses(world), name).toEqual(UNTOUCHED);
  }
});

test("a link is good for its own incident and its own action only", async () => {
  for (const row of LINK_ROUTES) {
    const other = actionOf(row.url) === "resolve" ? "acknowledge" : "resolve";
    const world = await outage();
    const incidentId = (await world.incident(2)).id;
    for (const link of [{ action: other } as const, { incidentId }]) {
      for (const method of ["GET", "HEAD", "POST"] as const) {
        const query = await linkQuery(world, row.url, link);
        const answer = await ask(world, { method, url: row.url }, { query });
        expect(answer.statusCode).toBe(403);
      }
    }
    expect(await statuses(world)).toEqual(UNTOUCHED);
  }
});

test("a link stops working after seven days, and says so", async () => {
  const world = await outage();
  const url = "/incidents/:incident/acknowledge";
  const query = await linkQuery(world, url);
  world.clock.moveTo(world.clock.now() + durationMs("7d") - 1);
  expect((await ask(world, { method: "GET", url }, { query })).statusCode).toBe(200);
  world.clock.moveTo(world.clock.now() + 1);
  const late = await ask(world, { method: "POST", url }, { query });
  expect(problemDetail(late, 403)).toContain("too old");
});

test("a session ends after twelve hours", async () => {
  const world = await outage();
  const headers = await world.signIn();
  const inbox = () => ask(world, { method: "GET", url: "/" }, { headers });
  world.clock.moveTo(world.clock.now() + durationMs("12h") - 1);
  expect((await inbox()).statusCode).toBe(200);
  world.clock.moveTo(world.clock.now() + 1);
  expect((await inbox()).statusCode).toBe(401);
});

test("a forged cookie signs nobody in", async () => {
  const world = await outage();
  const { cookie } = await world.signIn();
  const later = Date.parse("2030-01-01T00:00:00Z");
  const forgeries = [
    cookie.replace(/=\d+/, `=${later}`),
    cookie.slice(0, -1),
    `tocsin_session=${later}.${"A".repeat(43)}`,
    "tocsin_session=",
    "tocsin_session=.",
  ];
  for (const forged of forgeries) {
    const answer = await ask(world, { method: "GET", url: "/" }, { headers: { cookie: forged } });
    expect(answer.statusCode, forged).toBe(401);
  }
});

test("a refusal says which credential is wanted", async () => {
  const world = await createHttpWorld();
  const none = await world.app.inject("/api/v1/incidents");
  expect(problemDetail(none, 401)).toContain("Authorization: Bearer TOKEN");
  expect(none.headers["www-authenticate"]).toBe('Bearer realm="tocsin"');
  const wrong = await world.app.inject({ url: "/metrics", headers: bearer(TOKENS.ingest) });
  expect(problemDetail(wrong, 403)).toContain("good for ingest only");
});

test("a browser that is not signed in is sent to sign in, and back to where it wanted to go", async () => {
  const world = await createHttpWorld();
  const answer = await world.app.inject({
    url: "/incidents/7?x=1&y=2",
    headers: { accept: "text/html,*/*" },
  });
  expect(answer.statusCode).toBe(303);
  const next = new URL(String(answer.headers.location), "http://localhost").searchParams.get(
    "next",
  );
  expect(next).toBe("/incidents/7?x=1&y=2");
});
