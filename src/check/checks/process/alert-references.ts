import type { AlertmanagerConfig, WrittenMatcher } from "../../../alertmanager/config/config.ts";
import { valuesOf } from "../../../labels/language.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import type { Place } from "../../../lib/source.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import type { Runbook } from "../../evidence/runbook-page.ts";
import { currentSilences } from "../../evidence/silences.ts";
import type { Examined, Routing } from "../../examined.ts";
import { dashboardsOf } from "./set-dashboards.ts";
import { runbooksOf } from "./set-runbooks.ts";

/** A place that names an alert. */
export type AlertReference = {
  readonly name: string;
  readonly place: Place;
  /** What names it: "this route". */
  readonly by: string;
  readonly subject: string;
};

/** More names than this are not listed one by one. */
const MOST_NAMES = 200;

/** The names that a matcher asks for; none for what it refuses, and for patterns. */
const namesIn = ({ name, operator, value }: Matcher): readonly string[] => {
  if (name !== "alertname" || operator === "!=" || operator === "!~") return [];
  if (operator === "=") return value === "" ? [] : [value];
  return (valuesOf([{ operator, value }], MOST_NAMES) ?? []).filter((one) => one !== "");
};

/** Where the name stands in the matcher as it is written; at its beginning when it is written otherwise. */
const placeIn = ({ written }: WrittenMatcher, name: string): Place =>
  written.placeAt(Math.max(0, written.text.indexOf(name)));

const ofMatchers = (
  matchers: readonly WrittenMatcher[],
  by: string,
  subject: string,
): AlertReference[] =>
  matchers.flatMap((matcher) =>
    namesIn(matcher).map((name) => ({ name, place: placeIn(matcher, name), by, subject })),
  );

const ofRoutes = ({ routes, writtenOf }: Routing): AlertReference[] =>
  routes.flatMap((route) => ofMatchers(writtenOf(route).matchers, "this route", route.receiver));

const ofInhibitions = ({ inhibitRules, file }: AlertmanagerConfig): AlertReference[] =>
  inhibitRules.flatMap(({ source, target }) => [
    ...ofMatchers(source, "the source of this inhibition", file),
    ...ofMatchers(target, "the target of this inhibition", file),
  ]);

const ofSilences = ({ evidence, today }: Examined): AlertReference[] =>
  currentSilences(evidence, today)
    .flatMap(({ matchers }) => matchers)
    .flatMap((matcher) =>
      namesIn(matcher).map((name) => ({
        name,
        place: matcher.place,
        by: "this silence",
        subject: matcher.place.file,
      })),
    );

const ofDashboards = (examined: Examined): AlertReference[] => {
  const { contents, queryOf } = dashboardsOf(examined);
  return contents.flatMap(({ path, queries }) =>
    queries
      .filter(({ text }) => text.includes("alertname"))
      .flatMap((written) => {
        const query = queryOf(written);
        if (query === undefined) return [];
        return selectorsOf(query.expr)
          .filter(({ metric }) => /^ALERTS(?:_FOR_STATE)?$/.test(metric))
          .flatMap(({ matchers }) => matchers.flatMap(namesIn))
          .map((name) => ({
            name,
            place: written.placeAt(Math.max(0, written.text.indexOf(name))),
            by: "this query",
            subject: path,
          }));
      }),
  );
};

/** `RedisGatewayDown`: one word of several, as alerts are called. */
const ALERT_LIKE = /^(?:\p{Lu}[\p{Ll}\p{N}]+){2,}$/u;
const ALERT_HEADING = /^alert(?: name)?:\s*(\S+)$/i;

/** Headings of runbooks that are called as alerts are. */
const ofRunbook = ({ path, headings }: Runbook): AlertReference[] =>
  headings.flatMap(({ text, place }) => {
    const name = ALERT_HEADING.exec(text)?.[1] ?? (ALERT_LIKE.test(text) ? text : undefined);
    return name === undefined ? [] : [{ name, place, by: "this heading", subject: path }];
  });

const ofTests = ({ evidence }: Examined): AlertReference[] =>
  evidence.ruleTests.flatMap(({ file, tests }) =>
    tests
      .flatMap(({ alertRuleTests }) => alertRuleTests)
      .filter(({ expected }) => expected.length > 0)
      .map(({ alertname }) => ({
        name: alertname.text,
        place: alertname.placeAt(0),
        by: "this test",
        subject: file,
      })),
  );

/** All places outside of rules that name alerts. Tests that expect silence are left to `test-vacuous`. */
export const alertReferences = (examined: Examined): AlertReference[] => {
  const { evidence, routings } = examined;
  return [
    ...routings.flatMap(ofRoutes),
    ...evidence.alertmanagers.flatMap(({ config }) => ofInhibitions(config)),
    ...ofSilences(examined),
    ...ofDashboards(examined),
    ...runbooksOf(examined).pages.flatMap(ofRunbook),
    ...ofTests(examined),
  ];
};
