import { expect, test } from "vitest";
import { queryMistakes } from "./query-mistakes.ts";

const messagesFor = (when: string): readonly string[] =>
  queryMistakes({
    services: [{ alerts: [{ name: "Down", when, definedAt: { file: "shop.ts", line: 7 } }] }],
  }).map(({ message, place }) => `${place?.line}: ${message}`);

test.each([
  "up == 0",
  'sum by (a) (rate(x{b="c)]}"}[5m])) > 1 # a comment with ( in it',
  `label_replace(up, "a", '$1"', "b", "(.+)\\"") == 0`,
  "up{a=`\\(`} == 0",
  "sort_by_label(up, 'job') == 0",
])("a query that Prometheus takes is let be: %s", (query) => {
  expect(messagesFor(query)).toEqual([]);
});

test.each([
  ["a bracket that is not closed", "sum(up == 0", "at `(up == 0`"],
  ["a comparison with nothing", "up ==  ", "at `==`"],
  ["a bracket that nothing opened", "up) == 0", "at `) == 0`"],
  ["a string that is not closed", 'up{job="a} == 0', "at `"],
  ["a function that there is not", "rat(x[5m]) > 0", "at `rat(x[5m]) > 0`"],
  ["a vector where a range is wanted", "rate(x) > 0", "at `x) > 0`"],
  ["an operator between what it does not join", "up + 'a'", "at `"],
  ["a range instead of values", "x[5m]", "at `x[5m]`"],
])("%s is a mistake of the alert, with what stands there", (_, query, place) => {
  const found = messagesFor(query);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('7: alert "Down": Prometheus refuses its query: ');
  expect(found[0]).toContain(place);
});

test("a long query is cut short, and an absent one left to the schema", () => {
  const [message] = messagesFor(`up)\n  ${"+ up ".repeat(100)}`);
  expect(message?.length).toBeLessThan(200);
  expect(message).not.toContain("\n");
  expect(messagesFor("")).toEqual([]);
});
