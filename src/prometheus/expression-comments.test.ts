import { expect, test } from "vitest";
import { readRuleFile } from "../../test/rule-file.ts";
import { expressionComments } from "./expression-comments.ts";

test("comments of an expression are found outside its strings", () => {
  const text = `groups:
- name: a
  rules:
  - alert: A
    expr: |
      # why
      up{a="#no", b='#\\'', c=\`#\`} # beside
        == 0
`;
  const { documents } = readRuleFile({ text, file: "a.yml" });
  const expr = documents[0]?.groups[0]?.rules[0]?.expr;
  const comments = expr === undefined ? [] : expressionComments(expr);
  expect(
    comments.map(({ text: said, alone, place }) => [said, alone, place.line, place.column]),
  ).toEqual([
    ["why", true, 6, 7],
    ["beside", false, 7, 35],
  ]);
});
