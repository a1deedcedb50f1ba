import type { Problem } from "../problems/problem.ts";
import type { SuiteRow, TestReport } from "./test-report.ts";

/** What XML 1.0 can hold. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

const replaced = (text: string): string => text.replaceAll(FORBIDDEN, "\ufffd");

const attribute = (value: string): string =>
  `"${replaced(value).replaceAll(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? "")}"`;

const content = (text: string): string =>
  replaced(text).replaceAll(/[&<>\r]/g, (character) => ENTITIES[character] ?? "");

type JunitCase = { readonly name: string; readonly problems: readonly Problem[] };
type JunitSuite = { readonly name: string; readonly cases: readonly JunitCase[] };

const failure = ({ rule, message, details, mend, place }: Problem): string => {
  const text = [`${place.file}:${place.line}:${place.column}`, ...details, `mend: ${mend}`];
  return `      <failure message=${attribute(message)} type=${attribute(rule)}>${content(text.join("\n"))}</failure>\n`;
};

const caseText = ({ name, problems }: JunitCase, suite: string): string => {
  const head = `    <testcase name=${attribute(name)} classname=${attribute(suite)}`;
  return problems.length === 0
    ? `${head}/>\n`
    : `${head}>\n${problems.map(failure).join("")}    </testcase>\n`;
};

const failuresIn = (cases: readonly JunitCase[]): number =>
  cases.filter(({ problems }) => problems.length > 0).length;

const suiteText = ({ name, cases }: JunitSuite): string =>
  [
    `  <testsuite name=${attribute(name)} tests="${cases.length}" failures="${failuresIn(cases)}" errors="0" skipped="0">\n`,
    ...cases.map((one) => caseText(one, name)),
    "  </testsuite>\n",
  ].join("");

const ofCases = ({ file, cases }: SuiteRow): JunitSuite => ({ name: file, cases });

/** What is wrong beside the cases fails as a case of its own, in the suite of its file. */
const others = (problems: readonly Problem[]): ReadonlyMap<string, readonly JunitCase[]> => {
  const byFile = Map.groupBy(
    problems.filter((one) => one.case === undefined),
    ({ place }) => place.file,
  );
  return new Map(
    [...byFile].map(([file, found]) => [
      file,
      found.map((one) => ({ name: `${one.rule}: ${one.subject}`, problems: [one] })),
    ]),
  );
};

/** The report as JUnit's XML: a suite for each file of tests, a case for each of its cases. */
export const junitReport = ({ suites, problems }: TestReport): string => {
  const left = new Map(others(problems));
  const all = suites.map(ofCases).map(({ name, cases }) => {
    const own = left.get(name) ?? [];
    left.delete(name);
    return { name, cases: [...cases, ...own] };
  });
  for (const [name, cases] of left) all.push({ name, cases: [...cases] });
  const cases = all.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="tocsin test" tests="${cases.length}" failures="${failuresIn(cases)}" errors="0">\n`,
    ...all.map(suiteText),
    "</testsuites>\n",
  ].join("");
};
