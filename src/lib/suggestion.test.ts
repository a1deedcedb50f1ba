import { expect, test } from "vitest";
import { didYouMean, suggestionFor } from "./suggestion.ts";

const FIELDS = ["alert", "annotations", "expr", "for", "keep_firing_for", "labels"];

test.each([
  ["annotation", "annotations"],
  ["epxr", "expr"],
  ["keepFiringFor", "keep_firing_for"],
  ["Labels", "labels"],
  ["lables", "labels"],
])("%s was meant to be %s", (written, meant) => {
  expect(suggestionFor(written, FIELDS)).toBe(meant);
});

test.each(["severity", "x", "", "z".repeat(1_000_000)])("nothing is near %.20s", (written) => {
  expect(suggestionFor(written, FIELDS)).toBeUndefined();
});

test("the suggestion is a question, and nothing without one", () => {
  expect(didYouMean("exp", FIELDS)).toBe("did you mean expr?");
  expect(didYouMean("severity", FIELDS)).toBeUndefined();
});
