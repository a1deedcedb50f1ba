import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { startAlertmanagerProcess } from "../../../../test/proof/alertmanager-process.ts";
import {
  mutedStatuses,
  SETTLED_RULE,
  setSilence,
} from "../../../../test/proof/inhibition-program.ts";
import { silenceTooWide } from "./silence-too-wide.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    labels: {severity: critical, team: shop}
  - alert: DatabaseDown
    expr: up{job="database"} == 0
    labels: {severity: critical, team: data}
  - alert: DiskFull
    expr: disk_full == 1
    labels: {severity: warning, team: data}
`;

const ALERTMANAGER = `route:
  receiver: chat
receivers:
- name: chat
inhibit_rules:
- source_matchers: [alertname="DatabaseDown"]
  target_matchers: [alertname="ShopDown"]
`;

const matcher = (name: string, value: string, isRegex = false) => ({
  name,
  value,
  isRegex,
  isEqual: true,
});

const found = (matchers: readonly object[], state = "active") =>
  foundBy(silenceTooWide, {
    "rules.yml": RULES,
    "alertmanager.yml": ALERTMANAGER,
    "silences.json": JSON.stringify([
      {
        id: "5c1e",
        status: { state },
        comment: "",
        createdBy: "ada",
        startsAt: "2026-11-24T08:00:00Z",
        endsAt: "2026-11-26T08:00:00Z",
        matchers,
      },
    ]),
  });

test("a silence of everything is found, and Alertmanager silences everything by it", async () => {
  const everything = matcher("alertname", ".+", true);
  expect(found([everything])).toMatchObject([
    {
      severity: "error",
      file: "silences.json",
      message:
        "this silence holds back every alert of this set (3) until 2026-11-26T08:00:00Z: nobody is told of anything\nsilenced: ShopDown, DatabaseDown",
    },
  ]);
  const config = { route: { receiver: "x" }, receivers: [{ name: "x" }] };
  const process = await startAlertmanagerProcess(
    JSON.stringify({ ...config, inhibit_rules: [SETTLED_RULE] }),
  );
  try {
    const id = await setSilence(process.url, [everything]);
    const alerts = [{ alertname: "ShopDown" }, { alertname: "DiskFull" }];
    const statuses = await mutedStatuses(process.url, alerts);
    expect(statuses.map(({ silencedBy }) => silencedBy)).toEqual([[id], [id]]);
  } finally {
    await process.stop();
  }
});

test("a silence of a severity is found with the urgent alerts that it silences", () => {
  expect(found([matcher("severity", "critical")], "pending")).toMatchObject([
    {
      severity: "error",
      message: expect.stringContaining("will hold back every critical alert of this set (2)"),
    },
  ]);
});

test("what silenced alerts keep back counts too, though not each instance need be kept back", () => {
  expect(found([matcher("alertname", "DatabaseDown")])).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining(
        "silenced: DatabaseDown\nkept back by alerts that are silenced: ShopDown",
      ),
    },
  ]);
});

test("silences of one alert, of one instance or of what is not urgent are what silences are for", () => {
  expect(found([matcher("alertname", "ShopDown")])).toEqual([]);
  expect(found([matcher("severity", "critical"), matcher("instance", "shop-0")])).toEqual([]);
  expect(found([matcher("severity", "warning")])).toEqual([]);
  expect(found([matcher("severity", "critical")], "expired")).toEqual([]);
});
