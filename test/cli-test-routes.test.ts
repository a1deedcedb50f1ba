import { expect, test } from "vitest";
import { tested, write } from "./tested-folder.ts";

const ALERTMANAGER = `route:
  receiver: default
  routes:
  - {receiver: pager, matchers: [severity="page"], continue: true}
  - {receiver: web, matchers: [team="web"]}
receivers: [{name: default}, {name: pager}, {name: web}]
`;

const routeTests = (tests: readonly string[]) =>
  `alertmanager: alertmanager.yml\nroute_tests:\n${tests.map((each) => `- ${each}\n`).join("")}`;

test("route tests are run on amtool and compared with what Tocsin finds", async () => {
  await write({
    "alertmanager.yml": ALERTMANAGER,
    "routes_test.yml": routeTests([
      "{name: both, labels: {severity: page, team: web}, receivers: [pager, web]}",
      '{labels: {team: "a \\"quoted\\" name"}, receivers: [default]}',
    ]),
  });
  expect(await tested()).toMatchObject({ code: 0, report: { totals: { cases: 2, failed: 0 } } });
  await write({
    "routes_test.yml": routeTests([
      "{name: both, labels: {severity: page}, receivers: [pager, web]}",
      "{labels: {team: web}, receivers: [wbe]}",
    ]),
  });
  const { code, report } = await tested();
  expect(code).toBe(1);
  expect(report.problems).toMatchObject([
    { rule: "test-failed", line: 3, details: ["expected  pager,web", "got       pager"] },
    { rule: "test-failed", line: 4 },
    { rule: "unknown-receiver", line: 4, help: "did you mean web?" },
  ]);
});

test("the configuration in a Secret is unwrapped, and one that is not there is named", async () => {
  const data = Buffer.from(ALERTMANAGER).toString("base64");
  await write({
    "secret.yaml": `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata: {alertmanager.yaml: ${data}}\n`,
    "routes_test.yml": "route_tests: [{labels: {a: b}, receivers: [default]}]\n",
  });
  expect(await tested()).toMatchObject({ code: 0, report: { totals: { cases: 1, failed: 0 } } });
  await write({
    "routes_test.yml": routeTests(["{labels: {a: b}, receivers: [default]}"]),
  });
  expect((await tested()).problems).toEqual([
    ["alertmanager-missing", expect.stringMatching(/routes_test\.yml$/)],
  ]);
});
