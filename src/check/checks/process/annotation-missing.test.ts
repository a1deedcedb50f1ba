import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { annotationMissing } from "./annotation-missing.ts";

const rules = (...annotations: readonly string[]) => `groups:
- name: shop
  rules:
${annotations
  .map(
    (text, index) => `  - alert: Shop${index}
    expr: shop_errors > ${index}
${text === "" ? "" : `    annotations: {${text}}\n`}`,
  )
  .join("")}`;

test("an alert that says nothing at all is a warning, one that says something else a note", () => {
  const files = { "rules.yml": rules("summary: a", "", "description: b", 'summary: " "') };
  expect(foundBy(annotationMissing, files)).toMatchObject([
    { severity: "warning", line: 7, column: 12, subject: "Shop1" },
    { severity: "info", line: 9, subject: "Shop2" },
    { severity: "info", subject: "Shop3" },
  ]);
});

test("a file whose alerts all have another annotation is one note", () => {
  const files = { "rules.yml": rules("message: a", "message: b") };
  expect(foundBy(annotationMissing, files)).toMatchObject([
    { severity: "info", subject: "rules.yml" },
  ]);
  expect(foundBy(annotationMissing, files, { requiredAnnotations: ["message"] })).toEqual([]);
});

test("the settings name what is required", () => {
  const files = { "rules.yml": rules("summary: a", "summary: b, dashboard: c") };
  expect(foundBy(annotationMissing, files)).toEqual([]);
  expect(foundBy(annotationMissing, files, { requiredAnnotations: ["dashboard"] })).toMatchObject([
    { severity: "info", subject: "Shop0" },
  ]);
});
