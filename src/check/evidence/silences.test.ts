import { expect, test } from "vitest";
import { readEvidence } from "./read-evidence.ts";
import { currentSilences, silencesIn } from "./silences.ts";

const silence = (fields: Readonly<Record<string, unknown>>) => ({
  id: "5c1e",
  status: { state: "active" },
  updatedAt: "2026-11-24T08:00:00.000Z",
  comment: "disk is being replaced",
  createdBy: "ada",
  startsAt: "2026-11-24T08:00:00.000Z",
  endsAt: "2026-11-26T08:00:00.000Z",
  matchers: [{ name: "alertname", value: "DiskFull", isRegex: false, isEqual: true }],
  ...fields,
});

const evidenceOf = (...silences: readonly object[]) =>
  readEvidence([{ path: "silences.json", text: JSON.stringify(silences) }], "current");

const TODAY = "2026-11-25";

test("a silence is read as the API gives it, with the places of its matchers", () => {
  const [found] = currentSilences(evidenceOf(silence({})), TODAY);
  expect(found).toMatchObject({
    id: "5c1e",
    state: "active",
    createdBy: "ada",
    startsAt: Date.UTC(2026, 10, 24, 8),
    matchers: [{ name: "alertname", operator: "=", value: "DiskFull" }],
    place: { file: "silences.json", line: 1, column: 2 },
  });
});

test("matchers may be expressions and negative, and positive where an old Alertmanager says nothing", () => {
  const matchers = [
    { name: "a", value: "x|y", isRegex: true, isEqual: true },
    { name: "b", value: "x", isRegex: false, isEqual: false },
    { name: "c", value: "x.*", isRegex: true, isEqual: false },
    { name: "d", value: "x", isRegex: false },
  ];
  const [found] = currentSilences(evidenceOf(silence({ matchers })), TODAY);
  expect(found?.matchers.map(({ operator }) => operator)).toEqual(["=~", "!=", "!~", "="]);
});

test("silences that are over are left out, by their state or by their end", () => {
  const states = (...all: readonly object[]) =>
    currentSilences(evidenceOf(...all), TODAY).map(({ state }) => state);
  expect(states(silence({ status: { state: "expired" } }))).toEqual([]);
  expect(states(silence({ status: null, endsAt: "2026-11-24T09:00:00Z" }))).toEqual([]);
  expect(states(silence({ status: null }))).toEqual(["active"]);
  expect(states(silence({ status: { state: "pending" } }))).toEqual(["pending"]);
});

test.each([
  [{ endsAt: "tomorrow" }, "must be times"],
  [{ matchers: [] }, "no matchers"],
  [{ matchers: [{ name: "a", value: "[", isRegex: true }] }, "no regular expression"],
  [{ matchers: [{ value: "x" }] }, "no name"],
])("what cannot be read is said: %j", (fields, message) => {
  expect(silencesIn(evidenceOf(silence(fields)), TODAY)).toMatchObject([
    { ok: false, message: expect.stringContaining(message) },
  ]);
});
