import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { routeShadowed } from "./route-shadowed.ts";

const config = (routes: string) => ({
  "alertmanager.yml": `route:
  receiver: default
  routes:
${routes}receivers:
- name: default
- name: pager
- name: chat
`,
});

test("a route that asks for more than an earlier one gets nothing, whatever the labels", async () => {
  const files = config(`  - matchers: [severity=~"critical|page"]
    receiver: pager
  - matchers: [severity="page", team="shop"]
    receiver: chat
`);
  const [finding, ...others] = foundBy(routeShadowed, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 6,
    column: 5,
    subject: "chat",
    message: expect.stringContaining("on line 4"),
    counterexample: { labels: { severity: "page", team: "shop" }, receivers: ["pager"] },
  });
  await confirmed(finding, files);
});

test("routes that take all of it only together are seen, too", async () => {
  const files = config(`  - matchers: [team="shop"]
    receiver: pager
  - matchers: [team!="shop"]
    receiver: pager
  - receiver: chat
    matchers: [severity="warning"]
`);
  const [finding] = foundBy(routeShadowed, files);
  expect(finding).toMatchObject({ severity: "error", subject: "chat", line: 8 });
  await confirmed(finding, files);
});

test("where the same receiver is told anyway it is a warning", () => {
  const files = config(`  - matchers: [severity="page"]
    receiver: pager
  - matchers: [severity="page"]
    receiver: pager
`);
  expect(foundBy(routeShadowed, files)).toMatchObject([{ severity: "warning", line: 6 }]);
});

test("matchers that exclude those of the routes above are an error of the topmost such route alone", () => {
  const files = config(`  - matchers: [severity="page"]
    receiver: pager
    routes:
    - matchers: [severity="warning"]
      receiver: chat
      routes:
      - matchers: [team="shop"]
        receiver: chat
`);
  expect(foundBy(routeShadowed, files)).toMatchObject([
    {
      severity: "error",
      line: 7,
      counterexample: null,
      message: expect.stringContaining('severity="page", severity="warning"'),
    },
  ]);
});

test("a route with continue, a narrower one before and one that overlaps shadow nothing", () => {
  const files = config(`  - matchers: [severity="page"]
    receiver: pager
    continue: true
  - matchers: [severity="page", team="shop"]
    receiver: chat
  - matchers: [severity="page"]
    receiver: chat
  - matchers: [team="shop"]
    receiver: chat
  - matchers: [team=~"sh.*"]
    receiver: pager
`);
  expect(foundBy(routeShadowed, files)).toEqual([]);
});

test("a route all of whose alerts go to its children is not shadowed", () => {
  const files = config(`  - matchers: [team="shop"]
    receiver: pager
    routes:
    - matchers: [severity="page"]
      receiver: chat
    - receiver: default
`);
  expect(foundBy(routeShadowed, files)).toEqual([]);
});
