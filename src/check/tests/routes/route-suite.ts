import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import { resolveRoute } from "../../../alertmanager/routing/resolve-route.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { AlertmanagerVersion } from "../../../alertmanager/version.ts";
import type { Labels } from "../../../labels/labels.ts";
import { didYouMean } from "../../../lib/suggestion.ts";
import type { Evidence, FoundAlertmanager } from "../../evidence/evidence.ts";
import { pathFrom } from "../path-pattern.ts";
import { type Problem, problem } from "../problems/problem.ts";
import { alertmanagerText } from "./alertmanager-text.ts";
import type { RouteTest, RouteTestFile } from "./route-test-file.ts";

/** A file of route tests with the configuration that it is about. */
export type RouteSuite = {
  readonly file: RouteTestFile;
  /** What amtool is given. */
  readonly config: string;
  readonly root: Route;
};

export type RouteSuites = {
  readonly suites: readonly RouteSuite[];
  readonly problems: readonly Problem[];
};

const configText = (
  { config, manifest, key }: FoundAlertmanager,
  sources: Evidence["sources"],
): string | undefined =>
  manifest === undefined || key === undefined
    ? sources[config.file]
    : alertmanagerText(manifest, key);

const chosen = (
  file: RouteTestFile,
  { alertmanagers }: Evidence,
): FoundAlertmanager | undefined => {
  const { alertmanager } = file;
  if (alertmanager === undefined) return alertmanagers.length === 1 ? alertmanagers[0] : undefined;
  const path = pathFrom(file.file, alertmanager.text);
  return alertmanagers.find(({ config }) => config.file === path);
};

const missingConfig = (file: RouteTestFile, evidence: Evidence): Problem => {
  const { alertmanager } = file;
  const files = evidence.alertmanagers.map(({ config }) => config.file);
  return problem({
    rule: "alertmanager-missing",
    place: alertmanager?.placeAt(0) ?? file.place,
    subject: file.file,
    message:
      alertmanager === undefined
        ? `the route tests name no Alertmanager configuration, and there are ${files.length} of them`
        : `${alertmanager.text} is no Alertmanager configuration that can be read`,
    mend:
      files.length === 0
        ? "name the file beside the tests: alertmanager: alertmanager.yml"
        : `write alertmanager: with the path from this file to one of ${files.join(", ")}`,
  });
};

const unknownReceivers = ({ file }: RouteSuite, receivers: readonly string[]): Problem[] =>
  file.tests.flatMap((test) =>
    test.receivers
      .filter(({ text }) => !receivers.includes(text))
      .map((receiver) =>
        problem({
          rule: "unknown-receiver",
          place: receiver.placeAt(0),
          subject: receiver.text,
          message: `there is no receiver ${JSON.stringify(receiver.text)}`,
          mend: didYouMean(receiver.text, receivers) ?? `name one of ${receivers.join(", ")}`,
          case: test,
        }),
      ),
  );

const emptyFile = ({ file, place }: RouteTestFile): Problem =>
  problem({
    rule: "empty-test",
    place,
    subject: file,
    message: "the file has no route test, so it shows nothing",
    mend: "add a test with labels and receivers, or remove the file",
  });

/** The route tests with their configurations, and what keeps them from being run. */
export const routeSuites = (
  files: readonly RouteTestFile[],
  evidence: Evidence,
  version: AlertmanagerVersion,
): RouteSuites => {
  const suites: RouteSuite[] = [];
  const problems: Problem[] = files.filter(({ tests }) => tests.length === 0).map(emptyFile);
  for (const file of files) {
    const found = chosen(file, evidence);
    const config = found && configText(found, evidence.sources);
    if (found === undefined || config === undefined) {
      problems.push(missingConfig(file, evidence));
      continue;
    }
    const suite = { file, config, root: resolveRoute(found.config.route, version) };
    const receivers = found.config.receivers.map(({ name }) => name.text);
    problems.push(...unknownReceivers(suite, receivers));
    suites.push(suite);
  }
  return { suites, problems };
};

const labelsOf = ({ labels }: RouteTest): Labels =>
  Object.fromEntries(labels.map(({ name, value }) => [name.text, value.text]));

/** All escapes that both of amtool's parsers know. */
const escaped = (value: string): string =>
  value.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", "\\n");

/** The labels as amtool takes them on its command line. */
export const labelArguments = (test: RouteTest): string[] =>
  Object.entries(labelsOf(test)).map(([name, value]) => `${name}="${escaped(value)}"`);

/** The test as a person tells it from others. */
export const routeTestName = (test: RouteTest): string =>
  test.name?.text ||
  `{${Object.entries(labelsOf(test))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(", ")}}`;

/** What amtool said: receivers joined by commas, or why it could not tell. */
export type AmtoolAnswer = { readonly receivers: string } | { readonly error: string };

const wanted = ({ receivers }: RouteTest): string => receivers.map(({ text }) => text).join(",");

/** What is wrong with a route test, or with our own routing, in the light of amtool's answer. */
export const routeProblems = (
  { file, root }: RouteSuite,
  test: RouteTest,
  answer: AmtoolAnswer,
): Problem[] => {
  const at = { place: test.place, subject: routeTestName(test), case: test };
  if ("error" in answer) {
    return [
      problem({
        ...at,
        rule: "test-failed",
        message: `amtool cannot tell where ${routeTestName(test)} goes`,
        details: answer.error.split("\n"),
        mend: `amtool check-config says what is wrong with ${file.alertmanager?.text ?? "the configuration"}`,
      }),
    ];
  }
  const ours = matchRoutes(root, labelsOf(test))
    .map(({ receiver }) => receiver)
    .join(",");
  const problems: Problem[] = [];
  if (answer.receivers !== wanted(test)) {
    problems.push(
      problem({
        ...at,
        rule: "test-failed",
        message: `${routeTestName(test)} goes elsewhere`,
        details: [`expected  ${wanted(test)}`, `got       ${answer.receivers}`],
        mend: "mend the routes, or expect what they do; tocsin check says which routes an alert passes",
      }),
    );
  }
  if (ours !== answer.receivers) {
    problems.push(
      problem({
        ...at,
        rule: "routing-disagreement",
        message: "Tocsin and amtool find different receivers, which is a mistake of Tocsin's",
        details: [`amtool  ${answer.receivers}`, `Tocsin  ${ours}`],
        mend: "please report it with the configuration; amtool is right",
      }),
    );
  }
  return problems;
};
