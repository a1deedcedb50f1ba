import type { LocatedText } from "../../../lib/source.ts";
import type { RuleDocument } from "../../../prometheus/rule.ts";
import type { AlertRuleTest } from "../../../prometheus/rule-test-cases.ts";
import type { RuleTestFile } from "../../../prometheus/rule-test-file.ts";
import type { Examined } from "../../examined.ts";
import { takesRuleFile } from "./rule-file-pattern.ts";

/** A test file and the rules of the set that it loads. */
export type LoadedRules = {
  readonly file: RuleTestFile;
  readonly documents: ReadonlySet<RuleDocument>;
  /** Entries of `rule_files` that take no file of the set. */
  readonly unmatched: readonly LocatedText[];
};

/** How the alerts of one name are tested. */
export type AlertCases = {
  readonly positive: readonly AlertRuleTest[];
  readonly negative: readonly AlertRuleTest[];
  /** A query over `ALERTS` asks for it. */
  readonly isQueried: boolean;
};

/** promtool reads no manifests: tests of their rules load a file that is made of them. */
const loadedRules = (file: RuleTestFile, documents: readonly RuleDocument[]): LoadedRules => {
  const loaded = new Set<RuleDocument>();
  const unmatched: LocatedText[] = [];
  for (const pattern of file.ruleFiles) {
    const taken = documents.filter((document) =>
      takesRuleFile(pattern.text, file.file, document.file),
    );
    if (taken.length === 0) unmatched.push(pattern);
    for (const document of taken) loaded.add(document);
  }
  return { file, documents: loaded, unmatched };
};

const computed = new WeakMap<Examined, readonly LoadedRules[]>();

export const loadedByTests = (examined: Examined): readonly LoadedRules[] => {
  const { ruleTests, ruleDocuments } = examined.evidence;
  const known = computed.get(examined) ?? ruleTests.map((file) => loadedRules(file, ruleDocuments));
  computed.set(examined, known);
  return known;
};

const QUERIED = /\balertname\s*=\s*["'`]([^"'`]+)["'`]/g;

/** The cases of all test files by the name of the alert. */
export const casesByAlert = (files: readonly RuleTestFile[]): ReadonlyMap<string, AlertCases> => {
  const tests = files.flatMap((file) => file.tests);
  const byName = Map.groupBy(
    tests.flatMap(({ alertRuleTests }) => alertRuleTests),
    ({ alertname }) => alertname.text,
  );
  const queried = new Set(
    tests
      .flatMap(({ promqlExprTests }) => promqlExprTests)
      .flatMap(({ expr }) => Array.from(expr.text.matchAll(QUERIED), ([, name]) => name ?? "")),
  );
  return new Map(
    [...new Set([...byName.keys(), ...queried])].map((name) => {
      const cases = byName.get(name) ?? [];
      return [
        name,
        {
          positive: cases.filter(({ expected }) => expected.length > 0),
          negative: cases.filter(({ expected }) => expected.length === 0),
          isQueried: queried.has(name),
        },
      ];
    }),
  );
};
