import { expect, test } from "vitest";
import { readRouteTestFile } from "./route-test-file.ts";

const read = (text: string) => readRouteTestFile(text, "routes_test.yml");

test("route tests are read with their places", () => {
  const { tests, problems } = read(`alertmanager: alertmanager.yml
route_tests:
- name: critical goes to the pager
  labels: {severity: critical, yes: no}
  receivers: [pager, mail]
- {labels: {}, receivers: [mail]}
`);
  expect(problems).toEqual([]);
  expect(tests).toMatchObject({
    alertmanager: { text: "alertmanager.yml" },
    tests: [
      {
        place: { line: 3, column: 3 },
        name: { text: "critical goes to the pager" },
        labels: [{ value: { text: "critical" } }, { name: { text: "yes" }, value: { text: "no" } }],
        receivers: [{ text: "pager" }, { text: "mail" }],
      },
      { name: undefined, labels: [] },
    ],
  });
});

test.each([
  ["unknown-field 2:1", "route_tests: []\nalertmanger: a.yml\n"],
  ["missing-field 2:3", "route_tests:\n- labels: {a: b}\n"],
  ["missing-field 2:3", "route_tests:\n- {labels: {a: b}, receivers: []}\n"],
  ["wrong-type 1:14", "route_tests: 5\n"],
  ["unknown-field 2:36", "route_tests:\n- {labels: {a: b}, receivers: [x], receiver: y}\n"],
])("%s is reported", (problem, text) => {
  const { problems } = read(text);
  expect(problems.map(({ rule, place }) => `${rule} ${place.line}:${place.column}`)).toEqual([
    problem,
  ]);
});

test("what holds no route tests is none of these files", () => {
  expect(read("groups: []")).toEqual({ tests: undefined, problems: [] });
  expect(read("# route_tests\ngroups: []")).toEqual({ tests: undefined, problems: [] });
});
