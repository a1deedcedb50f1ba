import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { startAlertmanagerProcess } from "../../../../test/proof/alertmanager-process.ts";
import {
  mutedStatuses,
  SETTLED_RULE,
  setSilence,
} from "../../../../test/proof/inhibition-program.ts";
import { silenceMatchesNothing } from "./silence-matches-nothing.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    labels: {severity: critical, service: shop}
  - alert: DiskFull
    expr: disk_full{mount="/data"} == 1
    labels: {severity: warning}
`;

const matcher = (name: string, value: string, isRegex = false) => ({
  name,
  value,
  isRegex,
  isEqual: true,
});

const silences = (...matchers: readonly object[]) => `[
{"id": "5c1e", "status": {"state": "active"}, "comment": "", "createdBy": "ada",
 "startsAt": "2026-11-24T08:00:00Z", "endsAt": "2026-11-26T08:00:00Z",
 "matchers": ${JSON.stringify(matchers)}}
]`;

const found = (...matchers: readonly object[]) =>
  foundBy(silenceMatchesNothing, { "rules.yml": RULES, "silences.json": silences(...matchers) });

test("a silence of a name that no alert has is found at the name, with the one that was meant", async () => {
  const wrong = matcher("alertname", "ShopDwn");
  expect(found(wrong)).toMatchObject([
    {
      severity: "warning",
      file: "silences.json",
      line: 4,
      column: 43,
      subject: "silence 5c1e",
      message: expect.stringContaining('none has alertname="ShopDwn"'),
      help: expect.stringContaining('did you mean alertname="ShopDown"?'),
    },
  ]);
  const config = { route: { receiver: "x" }, receivers: [{ name: "x" }] };
  const process = await startAlertmanagerProcess(
    JSON.stringify({ ...config, inhibit_rules: [SETTLED_RULE] }),
  );
  try {
    await setSilence(process.url, [wrong]);
    const alert = { alertname: "ShopDown", job: "shop", severity: "critical", service: "shop" };
    expect(await mutedStatuses(process.url, [alert])).toMatchObject([{ silencedBy: [] }]);
  } finally {
    await process.stop();
  }
});

test("labels that no one alert has together are found at the silence", () => {
  expect(found(matcher("severity", "warning"), matcher("service", "shop"))).toEqual([]);
  expect(found(matcher("alertname", "ShopDown"), matcher("severity", "warning"))).toMatchObject([
    {
      line: 2,
      column: 1,
      message: expect.stringContaining('alertname="ShopDown", severity="warning" together'),
    },
  ]);
});

test("a silence that an alert may come under, by labels that series bring, is let be", () => {
  expect(found(matcher("instance", "shop-0:80"))).toEqual([]);
  expect(found(matcher("alertname", "Shop.*", true), matcher("zone", "a"))).toEqual([]);
});

test("without alerts nothing is said", () => {
  const files = { "silences.json": silences(matcher("alertname", "ShopDwn")) };
  expect(foundBy(silenceMatchesNothing, files)).toEqual([]);
});

test("a silence that cannot be read is no silence", () => {
  expect(found(matcher("alertname", "[", true))).toMatchObject([
    {
      message: "this silence cannot be read: the expression for alertname is no regular expression",
    },
  ]);
});
