import type { Labels } from "../../../labels/labels.ts";
import type { ExpectedAlert } from "../../../prometheus/rule-test-cases.ts";
import type { FiringAlert } from "../promtool/promtool-output.ts";
import type { CaseResult, SeenAlert } from "../running/case-result.ts";
import type { AlertCase, QueryCase } from "../test-suite.ts";
import { type Problem, problem } from "./problem.ts";

const recordOf = (pairs: ExpectedAlert["labels"]): Labels =>
  Object.fromEntries(pairs.map(({ name, value }) => [name.text, value.text]));

const expectedAlert = ({ labels, annotations }: ExpectedAlert): FiringAlert => {
  const { alertname: _, ...own } = recordOf(labels);
  return { labels: own, annotations: recordOf(annotations) };
};

const pair = (name: string, value: string): string => `${name}=${JSON.stringify(value)}`;

const labelsText = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => pair(name, value))
    .join(", ")}}`;

/** How much two alerts have in common: labels count more than texts. */
const likeness = (a: FiringAlert, b: FiringAlert): number => {
  const shared = (left: Labels, right: Labels): number =>
    Object.entries(left).filter(([name, value]) => right[name] === value).length;
  return 10 * shared(a.labels, b.labels) + shared(a.annotations, b.annotations);
};

const differences = (expected: Labels, got: Labels): string[] => {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])].sort();
  return names
    .filter((name) => expected[name] !== got[name])
    .flatMap((name) => [
      ...(expected[name] === undefined ? [] : [`  - ${pair(name, expected[name])}`]),
      ...(got[name] === undefined ? [] : [`  + ${pair(name, got[name])}`]),
    ]);
};

const MOST_SHOWN = 20;

const pairedLines = (wanted: FiringAlert, found: FiringAlert): string[] => {
  const lines = [
    ...differences(wanted.labels, found.labels),
    ...differences(wanted.annotations, found.annotations),
  ];
  return lines.length === 0 ? [] : [`fires otherwise  ${labelsText(found.labels)}`, ...lines];
};

/** What was expected (-) and what there was (+), each alert beside the one that it is most like. */
const alertLines = (expected: readonly FiringAlert[], got: readonly FiringAlert[]): string[] => {
  const isSame = (a: FiringAlert, b: FiringAlert) =>
    [...differences(a.labels, b.labels), ...differences(a.annotations, b.annotations)].length === 0;
  const wanted = expected.filter((one) => !got.some((other) => isSame(one, other)));
  const found = got.filter((one) => !expected.some((other) => isSame(one, other)));
  const lines: string[] = [];
  for (const one of wanted.slice(0, MOST_SHOWN)) {
    const nearest = found.toSorted((a, b) => likeness(one, b) - likeness(one, a))[0];
    if (nearest === undefined) lines.push(`is silent        ${labelsText(one.labels)}`);
    else {
      found.splice(found.indexOf(nearest), 1);
      lines.push(...pairedLines(one, nearest));
    }
  }
  for (const { labels } of found.slice(0, MOST_SHOWN)) {
    lines.push(`fires too        ${labelsText(labels)}`);
  }
  return lines.length > 0 ? lines : [`${got.length} fire rather than ${expected.length}`];
};

const sampleLines = ({ test }: QueryCase, got: string): string[] => [
  `expected  ${test.expected.map(({ labels, value, histogram }) => `${labels?.text ?? "{}"} ${histogram?.text ?? value}`).join(", ") || "nothing"}`,
  `got       ${got === "nil" ? "nothing" : got}`,
];

const mendOf = (one: AlertCase, got: readonly FiringAlert[]): string => {
  if (one.test.expected.length > 0 && got.length === 0) {
    return "mend the rule, or the series and eval_time of the test";
  }
  return "mend the rule, or expect exactly these labels and annotations";
};

/** The case that failed, with what was expected and what there was. */
export const failedCase = ({ scenario, case: one, failure }: CaseResult): Problem[] => {
  if (failure === undefined) return [];
  const at = { rule: "test-failed", place: one.place, case: one };
  const inTest = `in ${scenario.name}`;
  const subject = one.kind === "alert" ? one.test.alertname.text : one.name;
  if (failure.kind === "error") {
    return [
      problem({
        ...at,
        subject,
        message: `${one.name} cannot be tested, ${inTest}`,
        details: failure.error.split("\n"),
        mend: "mend the rule or the series that promtool names",
      }),
    ];
  }
  if (one.kind === "alert") {
    const got = failure.kind === "alerts" ? failure.got : [];
    return [
      problem({
        ...at,
        subject,
        message: `not so: ${one.name}, ${inTest}`,
        details: alertLines(one.test.expected.map(expectedAlert), got),
        mend: mendOf(one, got),
      }),
    ];
  }
  return [
    problem({
      ...at,
      subject,
      message: `the query gives something else: ${one.name}, ${inTest}`,
      details: sampleLines(one, failure.kind === "samples" ? failure.got : ""),
      mend: "mend the rules that it reads, or expect these samples",
    }),
  ];
};

const ERROR = "<error expanding";

const brokenTexts = ({ annotations, labels }: FiringAlert): [string, string][] =>
  Object.entries({ ...labels, ...annotations }).filter(([, text]) => text.includes(ERROR));

type Shown = { readonly alertname: string; readonly alert: FiringAlert };

/** Texts that Prometheus could not render, in what was expected or seen; each annotation once. */
export const brokenAnnotations = (
  results: readonly CaseResult[],
  seen: readonly SeenAlert[],
): { alertname: string; annotation: string; text: string }[] => {
  const expected = results.flatMap(({ case: one }): Shown[] =>
    one.kind === "alert"
      ? one.test.expected.map((alert) => ({
          alertname: one.test.alertname.text,
          alert: expectedAlert(alert),
        }))
      : [],
  );
  const all = [...expected, ...seen.map((alert) => ({ alertname: alert.alertname, alert }))];
  const found = all.flatMap(({ alertname, alert }) =>
    brokenTexts(alert).map(([annotation, text]) => ({ alertname, annotation, text })),
  );
  return [...new Map(found.map((one) => [`${one.alertname}\n${one.annotation}`, one])).values()];
};
