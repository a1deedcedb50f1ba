import { expect, test } from "vitest";
import { createHttpWorld, type HttpWorld, LINK_SECRET } from "../../../test/http-world.ts";
import { problemDetail } from "../../../test/problem.ts";
import { TOKENS } from "../../../test/running-server.ts";
import { linkPath } from "../links.ts";

const outage = async () => {
  const world = await createHttpWorld();
  await world.fires({ name: "GatewayDown", annotations: { summary: "The gateway is down" } });
  return world;
};

const linkOf = async (world: HttpWorld, action: "acknowledge" | "resolve" = "acknowledge") =>
  linkPath(LINK_SECRET, {
    incidentId: (await world.incident()).id,
    action,
    person: "ana",
    now: world.clock.now(),
  });

/** What a browser sends when the visitor fills in and submits a form, and nothing else. */
const submit = (
  { app }: HttpWorld,
  url: string,
  { fields = {}, headers = {} }: { fields?: Record<string, string>; headers?: object } = {},
) =>
  app.inject({
    url,
    method: "POST",
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(fields).toString(),
  });

/** Where the page's forms lead, as a browser reads them. */
const formsOf = (page: string): string[] =>
  Array.from(page.matchAll(/(?:form)?action="([^"]*)"/g), ([, action = ""]) =>
    action.replaceAll("&amp;", "&"),
  );

test("a link shows the incident and a button; only the button acknowledges, and no script is needed", async () => {
  const world = await outage();
  const link = await linkOf(world);
  const before = await world.timeline();
  const seen = await world.app.inject(link);
  await world.app.inject({ url: link, method: "HEAD" });
  expect(seen.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(seen.body).toContain("The gateway is down");
  expect(seen.body).not.toMatch(/<script|\son\w+=/i);
  expect(await world.timeline(), "a scanner of links changes nothing").toEqual(before);
  const [acknowledge = "", resolve = ""] = formsOf(seen.body);
  expect([acknowledge, resolve].map((action) => action.split("?")[0])).toEqual([
    link.split("?")[0],
    link.split("?")[0]?.replace("acknowledge", "resolve"),
  ]);
  const answer = await submit(world, acknowledge);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, acknowledge]);
  expect(await world.incident()).toMatchObject({ status: "acknowledged", acknowledgedBy: ["ana"] });
  const after = await world.app.inject(String(answer.headers.location));
  expect(after.body).toContain("acknowledged by ana");
  expect(formsOf(after.body).map((action) => action.split("?")[0])).toEqual([
    resolve.split("?")[0],
  ]);
  expect((await submit(world, resolve)).statusCode).toBe(303);
  expect((await world.incident()).status).toBe("resolved");
});

test("acknowledging by link what is resolved already shows a calm page that says so", async () => {
  const world = await outage();
  const link = await linkOf(world);
  await world.resolvesByHand("bo");
  const before = await world.timeline();
  const answer = await submit(world, link);
  expect(answer.statusCode).toBe(303);
  const page = await world.app.inject(String(answer.headers.location));
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('<p class="resolved">resolved</p>');
  expect(formsOf(page.body)).toEqual([]);
  expect(await world.timeline()).toEqual(before);
});

test("pressing the button twice acknowledges once", async () => {
  const world = await outage();
  const link = await linkOf(world);
  await submit(world, link);
  await submit(world, link);
  expect((await world.timeline()).filter((type) => type === "acknowledged")).toHaveLength(1);
});

test("a link that does not work says why: as a page to browsers, as a problem to programs", async () => {
  const world = await outage();
  const forged = `${await linkOf(world)}x`;
  const program = await world.app.inject(forged);
  expect(problemDetail(program, 403)).toContain("signature of this link is not ours");
  const browser = await world.app.inject({ url: forged, headers: { accept: "text/html" } });
  expect([browser.statusCode, browser.headers["content-type"]]).toEqual([
    403,
    "text/html; charset=utf-8",
  ]);
  expect(browser.body).toContain("This link does not work");
});

test("a signed link to an incident that is not there is a page that says so", async () => {
  const world = await outage();
  const claim = { action: "acknowledge" as const, person: "ana", now: world.clock.now() };
  for (const incidentId of ["01900000-0000-7000-8000-000000000000", "7", "x"]) {
    const link = linkPath(LINK_SECRET, { ...claim, incidentId });
    for (const answer of [await world.app.inject(link), await submit(world, link)]) {
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain("No such incident");
    }
  }
});

test("somebody who is signed in says who they are, and returns to the incident", async () => {
  const world = await outage();
  const headers = await world.signIn();
  const { id } = await world.incident();
  const page = await world.app.inject({ url: "/incidents/1", headers });
  const people = Array.from(page.body.matchAll(/<option value="([^"]+)">/g), ([, id]) => id);
  expect(new Set(people)).toEqual(new Set(["ana", "bo", "cyd", "dee"]));
  const [action = ""] = formsOf(page.body);
  problemDetail(await submit(world, action, { headers }), 422);
  expect((await world.incident()).status).toBe("triggered");
  const answer = await submit(world, action, { headers, fields: { by: "bo" } });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `/incidents/${id}`]);
  expect((await world.incident()).acknowledgedBy).toEqual(["bo"]);
});

test("signing in sets a cookie that scripts and other sites cannot use, and only a token for people does", async () => {
  const world = await createHttpWorld();
  const right = await submit(world, "/sign-in", { fields: { token: TOKENS.api, next: "/" } });
  expect(right.statusCode).toBe(303);
  expect(String(right.headers["set-cookie"]).split("; ").slice(1).sort()).toEqual([
    "HttpOnly",
    "Max-Age=43200",
    "Path=/",
    "SameSite=Strict",
  ]);
  for (const token of ["", "wrong", TOKENS.ingest, TOKENS.metrics]) {
    const wrong = await submit(world, "/sign-in", { fields: { token, next: "/" } });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.headers["set-cookie"]).toBeUndefined();
    expect(wrong.body).toContain("This is not an API token of this server.");
  }
  problemDetail(await submit(world, "/sign-in"), 422);
});

test("behind an https address the cookie travels by https alone", async () => {
  const world = await createHttpWorld({ isSecure: true });
  const answer = await submit(world, "/sign-in", { fields: { token: TOKENS.api } });
  expect(answer.headers["set-cookie"]).toContain("; Secure");
});

const ELSEWHERE = [
  "https://evil.example/",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\nSet-Cookie: a=b",
  "\t//evil.example",
  " //evil.example",
  "javascript:alert(1)",
  "evil.example",
  "",
];

test("signing in never leads to another site", async () => {
  const world = await createHttpWorld();
  for (const next of ELSEWHERE) {
    const answer = await submit(world, "/sign-in", { fields: { token: TOKENS.api, next } });
    expect([answer.statusCode, answer.headers.location], next).toEqual([303, "/"]);
  }
  for (const next of ["/", "/incidents/7", "/incidents/7?x=1&y=%2F%2F"]) {
    const answer = await submit(world, "/sign-in", { fields: { token: TOKENS.api, next } });
    const { location } = answer.headers;
    expect(location).toBe(next);
    expect(new URL(String(location), "http://tocsin.example").origin).toBe("http://tocsin.example");
  }
});

test("the form to sign in keeps where to go, and is no way to inject markup", async () => {
  const { app } = await createHttpWorld();
  const ask = async (query: string) => (await app.inject(`/sign-in?${query}`)).body;
  expect(await ask("next=/incidents/7%3Fx%3D1")).toContain('name="next" value="/incidents/7?x=1"');
  expect(await ask("next=%22%3E%3Cscript%3E")).toContain('value="&quot;&gt;&lt;script&gt;"');
  expect(await ask("next=/a&next=/b")).toContain('name="next" value=""');
});

const MARKUP = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;`;
const ESCAPED =
  "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;";

test("labels, annotations and names of senders and people are text, never markup", async () => {
  const world = await createHttpWorld();
  const labels = { service: MARKUP, instance: MARKUP, severity: MARKUP };
  await world.fires({
    name: MARKUP,
    labels,
    annotations: { summary: MARKUP, description: MARKUP },
  });
  await world.acknowledges(MARKUP);
  const headers = await world.signIn();
  for (const url of ["/", "/incidents/1", await linkOf(world)]) {
    const { statusCode, body } = await world.app.inject({ url, headers });
    expect(statusCode).toBe(200);
    expect(body).toContain(ESCAPED);
    expect(body).not.toMatch(/<(script|img)/i);
  }
});

test("only web addresses of runbooks become links", async () => {
  const hostile = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)//https://",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example",
    "x\nhttps://evil.example",
    MARKUP,
  ];
  const good = "https://runbooks.example.com/a?b=1&c=2";
  const world = await createHttpWorld();
  const named = [...hostile, good].map((url, index) => ({
    name: `Alert${index}`,
    annotations: { runbook_url: url },
  }));
  await world.fires(...named);
  const { body } = await world.app.inject({ url: "/incidents/1", headers: await world.signIn() });
  const targets = Array.from(body.matchAll(/href="([^"]*)"/g), ([, href]) => href);
  expect(targets.sort()).toEqual(
    ["/", "/style.css", "data:,", good.replaceAll("&", "&amp;")].sort(),
  );
});

test("the inbox says that nothing is wrong, or what is and what is done about it", async () => {
  const world = await createHttpWorld();
  const headers = await world.signIn();
  const inbox = async () => (await world.app.inject({ url: "/", headers })).body;
  expect(await inbox()).toContain("No incident is open");
  await world.fires({ name: "GatewayDown", annotations: { summary: "The gateway is down" } });
  expect(await inbox()).toMatch(
    /<title>1 open[\s\S]*The gateway is down[\s\S]*nobody has acknowledged/,
  );
  await world.acknowledges("ana");
  expect(await inbox()).toContain('<span class="acknowledged">acknowledged</span>');
  await world.resolvesByHand("ana");
  expect(await inbox()).toMatch(/<title>Nothing is wrong[\s\S]*<h2>Resolved<\/h2>/);
});

test("without definitions an incident says that there is nobody to tell", async () => {
  const world = await createHttpWorld({ catalog: null });
  await world.fires({ name: "GatewayDown" });
  const headers = await world.signIn();
  const { body } = await world.app.inject({ url: "/incidents/1", headers });
  expect(body).toContain("there are no definitions, so there is nobody to tell");
  expect(body).toContain("Nobody was told.");
  expect(body, "nobody to choose from").toContain('<input name="by" required');
});
