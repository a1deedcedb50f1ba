import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../test/prometheus-with-history.ts";
import { systemClock } from "../../lib/clock.ts";
import { secret } from "../../lib/secret.ts";
import { createPrometheus, type PrometheusSettings } from "./prometheus.ts";

const BEGIN = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;

const openMetrics = [
  "# TYPE load gauge",
  ...[1, 2, 3].map((value, index) => `load{host="a"} ${value} ${BEGIN / 1000 + index * 60}`),
  `load{host="b"} NaN ${BEGIN / 1000}`,
  "# EOF",
  "",
].join("\n");

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({ openMetrics });
});
afterAll(() => running.stop());

const asking = (settings: Partial<PrometheusSettings> = {}) =>
  createPrometheus({ url: running.url, limitMs: 10_000, ...settings }, systemClock);

/** What answers everything in the same way, and remembers what it was asked. */
const answering = async (status: number, body: string) => {
  const asked: { authorization: string | undefined; url: string | undefined }[] = [];
  const server: Server = createServer((request, response) => {
    asked.push({ authorization: request.headers.authorization, url: request.url });
    response.writeHead(status).end(body);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}` };
};

const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    ({ name, kind, message, mend }) => ({ name, kind, message, mend }),
  );

test("a range query gives each series with its moments", async () => {
  const range = { from: BEGIN, to: BEGIN + 2 * MINUTE, stepMs: MINUTE };
  expect(await asking().queryRange('load{host="a"} > 1', range)).toEqual([
    {
      labels: { __name__: "load", host: "a" },
      times: [BEGIN + MINUTE, BEGIN + 2 * MINUTE],
      values: [2, 3],
    },
  ]);
});

test("numbers that JSON does not know come through", async () => {
  const found = await asking().query('load{host="b"} or load{host="a"} / 0', BEGIN);
  expect(found.map(({ value }) => value)).toEqual([Number.NaN, Infinity]);
  expect(await asking().query("-1 / 0", BEGIN)).toEqual([{ labels: {}, value: -Infinity }]);
});

test("other parts of the API are asked with their parameters", async () => {
  const names = await asking().get("label/__name__/values", {
    with: { start: String(BEGIN / 1000), "match[]": ['{host="a"}'] },
    schema: z.array(z.string()),
  });
  expect(names).toEqual(["load"]);
});

test("a wrong query is refused in the words of Prometheus", async () => {
  expect(await failureOf(asking().query("load{", BEGIN))).toMatchObject({
    name: "PrometheusFailure",
    kind: "refused",
    message: expect.stringContaining("unexpected end of input"),
  });
});

test("a query with too many points is told apart, so that less can be asked for", async () => {
  const range = { from: BEGIN, to: BEGIN + 20_000 * MINUTE, stepMs: MINUTE };
  expect(await failureOf(asking().queryRange("load", range))).toMatchObject({ kind: "too-much" });
});

test("an address at which nobody answers is named", async () => {
  const { url } = await answering(200, "");
  const nobody = url.replace(/:\d+$/, ":9");
  expect(await failureOf(asking({ url: nobody }).query("1", BEGIN))).toMatchObject({
    kind: "unreachable",
    message: expect.stringContaining(`no Prometheus answers at ${nobody}`),
  });
});

test("what is no address is refused at once", () => {
  expect(() => asking({ url: "prometheus:9090" })).toThrow('"prometheus:9090" is no address');
});

test("something else than Prometheus is told apart", async () => {
  const { url } = await answering(200, "<html>Welcome</html>");
  expect(await failureOf(asking({ url }).query("1", BEGIN))).toMatchObject({
    kind: "refused",
    message: `${url}/api/v1/query answered 200, and not as Prometheus does`,
  });
});

test("missing credentials are asked for", async () => {
  const { url } = await answering(401, "Unauthorized");
  expect((await failureOf(asking({ url }).query("1", BEGIN)))?.mend).toContain(
    "TOCSIN_PROMETHEUS_TOKEN",
  );
});

test("user and password of the address are sent, and shown to nobody", async () => {
  const { host, asked } = await answering(200, '{"status":"success","data":[]}');
  const prometheus = asking({ url: `http://me:p%40ss@${host}/prom/` });
  await prometheus.get("labels", { schema: z.array(z.string()) });
  expect(prometheus.url).toBe(`http://${host}/prom`);
  expect(asked).toEqual([
    {
      authorization: `Basic ${Buffer.from("me:p@ss").toString("base64")}`,
      url: "/prom/api/v1/labels",
    },
  ]);
});

test("a token goes as a bearer's", async () => {
  const { url, asked } = await answering(200, '{"status":"success","data":[]}');
  await asking({ url, token: secret("abc") }).get("labels", { schema: z.array(z.string()) });
  expect(asked[0]?.authorization).toBe("Bearer abc");
});
