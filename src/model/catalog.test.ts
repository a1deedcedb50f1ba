import { expect, test } from "vitest";
import { exampleCatalog } from "../../test/example-catalog.ts";
import { type Catalog, catalogSchema } from "./catalog.ts";

const mistakesOf = (catalog: Catalog): string[] =>
  (catalogSchema.safeParse(catalog).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")} ${message}`,
  );

test("a catalogue that names only what is there is taken as it is", () => {
  const catalog = exampleCatalog();
  expect(catalogSchema.parse(catalog)).toEqual(catalog);
});

test("teams, policies and people that are not there are named, all at once", () => {
  const catalog = exampleCatalog();
  const [service] = catalog.services;
  const [team] = catalog.teams;
  if (service === undefined || team === undefined) throw new Error("the example has both");
  const broken = {
    ...catalog,
    defaultTeam: "gone",
    services: [{ ...service, team: "lost" }],
    teams: [{ ...team, escalationPolicy: "none" }],
    people: catalog.people.filter(({ id }) => id !== "bo"),
  };
  expect(mistakesOf(broken)).toEqual([
    'defaultTeam there is no "gone"',
    'services.0.team there is no "lost"',
    'teams.0.escalationPolicy there is no "none"',
    'escalationPolicies.0.steps.1.tell there is no "bo"',
    'escalationPolicies.1.steps.1.tell there is no "bo"',
  ]);
});

test("steps out of the order of their delays are refused: an early one would never be taken", () => {
  const catalog = exampleCatalog();
  const [policy, ...others] = catalog.escalationPolicies;
  if (policy === undefined) throw new Error("the example has policies");
  const reversed = { ...policy, steps: policy.steps.toReversed() };
  expect(mistakesOf({ ...catalog, escalationPolicies: [reversed, ...others] })).toEqual([
    "escalationPolicies.0.steps are not in the order of their delays",
  ]);
});
