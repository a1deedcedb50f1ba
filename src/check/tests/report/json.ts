import { placeOfMutant } from "../mutation/mutant.ts";
import type { MutationScore } from "../mutation/mutation-run.ts";
import type { Problem } from "../problems/problem.ts";
import { type RuleRow, type TestReport, totalsOf } from "./test-report.ts";

const problemJson = ({ rule, place, subject, message, details, mend }: Problem) => ({
  rule,
  ...place,
  subject,
  message,
  details,
  help: mend,
});

const scoreJson = (score: MutationScore | undefined) =>
  score === undefined
    ? null
    : {
        killed: score.killed,
        total: score.total,
        undecided: score.undecided,
      };

const survivorsJson = (score: MutationScore | undefined) =>
  (score?.survivors ?? []).map((mutant) => ({
    operator: mutant.operator,
    ...placeOfMutant(mutant),
    before: mutant.before,
    after: mutant.after,
    expr: mutant.change.expr ?? mutant.rule.rule.expr.text,
    missing: mutant.missing,
  }));

const ruleJson = ({ name, kind, place, firing, silent, cases, boundary, mutation }: RuleRow) => ({
  name,
  kind,
  ...place,
  firing,
  silent,
  cases,
  boundary: scoreJson(boundary),
  mutation: scoreJson(mutation),
  survivors: survivorsJson(mutation),
});

/** The report for programs. */
export const testJson = (report: TestReport): string =>
  `${JSON.stringify(
    {
      version: 1,
      totals: totalsOf(report),
      withoutMutants: report.withoutMutants ?? null,
      rules: report.rules.map(ruleJson),
      suites: report.suites.map(({ file, cases }) => ({
        file,
        cases: cases.map(({ name, place, problems }) => ({
          name,
          line: place.line,
          passed: problems.length === 0,
        })),
      })),
      problems: report.problems.map(problemJson),
    },
    undefined,
    2,
  )}\n`;
