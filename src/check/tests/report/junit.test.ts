import { expect, test } from "vitest";
import { problem } from "../problems/problem.ts";
import { junitReport } from "./junit.ts";
import type { TestReport } from "./test-report.ts";

type Element = {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
};

const ENTITY = /&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/gi;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const decoded = (text: string): string => {
  if (text.replaceAll(ENTITY, "").includes("&")) throw new Error(`a bare & in ${text}`);
  return text.replaceAll(ENTITY, (entity) => {
    const inner = entity.slice(1, -1);
    return NAMED[inner] ?? String.fromCodePoint(Number(inner.replace("#x", "0x").replace("#", "")));
  });
};

const attributesOf = (text: string): Record<string, string> => {
  const found: Record<string, string> = {};
  const rest = text.replaceAll(/\s+([\w:-]+)="([^"<]*)"/g, (_, name: string, value: string) => {
    if (name in found) throw new Error(`the attribute ${name} stands twice`);
    found[name] = decoded(value);
    return "";
  });
  if (rest.trim() !== "") throw new Error(`no attributes: ${rest}`);
  return found;
};

const TAG =
  /^<(?<closing>\/?)(?<name>[\w:-]+)(?<attributes>(?:\s+[\w:-]+="[^"]*")*)\s*(?<empty>\/?)>$/;

const readTag = (token: string, open: Element[]): void => {
  const tag = TAG.exec(token)?.groups;
  if (tag === undefined) throw new Error(`no tag: ${token}`);
  const { closing, name = "", attributes = "", empty } = tag;
  if (closing === "/") {
    if (open.pop()?.name !== name) throw new Error(`${token} closes something else`);
    return;
  }
  const element = { name, attributes: attributesOf(attributes), children: [], text: "" };
  open.at(-1)?.children.push(element);
  if (empty === "") open.push(element);
};

/** Reads XML and throws on everything that is not well formed. */
const parseXml = (xml: string): Element => {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml)) {
    throw new Error("a character that XML does not have");
  }
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  if (body === xml) throw new Error("no declaration");
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  for (const [token] of body.matchAll(/<[^>]*>|[^<]+/g)) {
    const top = open.at(-1) ?? root;
    if (token.startsWith("<")) readTag(token, open);
    else top.text += decoded(token);
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error("not one closed root");
  return root.children[0] ?? root;
};

const place = { file: "rules_test.yml", line: 7, column: 3 };
const failure = problem({
  rule: "test-failed",
  place,
  subject: "A",
  message: 'not so: "A" & <B>\nfires',
  details: ['- a="<&>" ]]>', "+ b=\u0000\ud800\u{1f600}"],
  mend: "mend it",
});

const REPORT: TestReport = {
  suites: [
    {
      file: "rules_test.yml",
      cases: [
        { name: "good", place, problems: [] },
        { name: 'bad "case"', place, problems: [failure] },
      ],
    },
    { file: "routes_test.yml", cases: [{ name: "route", place, problems: [] }] },
  ],
  rules: [],
  problems: [
    { ...failure, case: undefined, rule: "rule-files-unmatched", subject: "none*.yml" },
    problem({
      rule: "no-firing-example",
      place: { ...place, file: "rules.yml" },
      subject: "A",
      message: "no example shows A firing",
      mend: "add one",
    }),
  ],
  withoutMutants: undefined,
  sources: {},
};

test("the report is well-formed XML with a suite for each file and a case for each case", () => {
  const root = parseXml(junitReport(REPORT));
  expect(root).toMatchObject({
    name: "testsuites",
    attributes: { tests: "5", failures: "3", errors: "0" },
  });
  expect(
    root.children.map(({ name, attributes, children }) => [
      name,
      attributes["name"],
      attributes["tests"],
      attributes["failures"],
      children.map((child) => [child.name, child.attributes["name"], child.children.length]),
    ]),
  ).toEqual([
    [
      "testsuite",
      "rules_test.yml",
      "3",
      "2",
      [
        ["testcase", "good", 0],
        ["testcase", 'bad "case"', 1],
        ["testcase", "rule-files-unmatched: none*.yml", 1],
      ],
    ],
    ["testsuite", "routes_test.yml", "1", "0", [["testcase", "route", 0]]],
    ["testsuite", "rules.yml", "1", "1", [["testcase", "no-firing-example: A", 1]]],
  ]);
});

test("failures carry their place and text, whatever characters they have", () => {
  const [suite] = parseXml(junitReport(REPORT)).children;
  const failed = suite?.children[1]?.children[0];
  expect(failed).toMatchObject({
    name: "failure",
    attributes: { type: "test-failed", message: 'not so: "A" & <B>\nfires' },
    text: 'rules_test.yml:7:3\n- a="<&>" ]]>\n+ b=\ufffd\ufffd\u{1f600}\nmend: mend it',
  });
});

test("the reader that these tests use refuses what is not well formed", () => {
  const declared = (xml: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
  for (const xml of ["<a>", "<a></b>", '<a b="1" b="2"/>', "<a>&</a>", "<a/><b/>", "<a b=1/>"]) {
    expect(() => parseXml(declared(xml)), xml).toThrow();
  }
});
