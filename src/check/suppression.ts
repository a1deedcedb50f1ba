import type { Place } from "../lib/source.ts";
import { didYouMean } from "../lib/suggestion.ts";
import type { Finding } from "./finding.ts";
import { fits } from "./glob.ts";
import type { Ignore } from "./settings.ts";

/** A comment that holds findings back: `# tocsin ignore CHECK[, CHECK] [until DAY] because REASON`. */
export type IgnoreComment = {
  readonly checks: readonly string[];
  readonly until: string | undefined;
  readonly reason: string;
  /** Where the comment itself begins. */
  readonly place: Place;
  /** The lines that it speaks for, the last included. */
  readonly from: number;
  readonly to: number;
};

const COMMENT =
  /^#\s*tocsin\s+ignore\s+(?<checks>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)(?:\s+until\s+(?<until>\d{4}-\d\d-\d\d))?\s+because\s+(?<reason>\S.*?)\s*$/;

/** True for a comment that means to hold findings back, rightly written or not. */
export const isIgnoreComment = (comment: string): boolean => /^#\s*tocsin\s+ignore\b/.test(comment);

/** The parts of such a comment, or undefined when it is not rightly written. */
export const parseIgnoreComment = (
  comment: string,
): Pick<IgnoreComment, "checks" | "until" | "reason"> | undefined => {
  const { checks, until, reason } = COMMENT.exec(comment)?.groups ?? {};
  if (checks === undefined || reason === undefined) return undefined;
  return { checks: checks.split(/\s*,\s*/), until, reason };
};

const isInForce = (until: string | undefined, today: string): boolean =>
  until === undefined || today <= until;

const speaksFor = (comment: IgnoreComment, finding: Finding): boolean =>
  comment.checks.includes(finding.rule) &&
  comment.place.file === finding.file &&
  finding.line >= comment.from &&
  finding.line <= comment.to;

const covers = (ignore: Ignore, finding: Finding): boolean =>
  ignore.check === finding.rule &&
  fits(finding.subject, ignore.subject ?? "*") &&
  fits(finding.file, ignore.file ?? "*");

export type Suppression = {
  readonly comments: readonly IgnoreComment[];
  readonly ignores: readonly Ignore[];
  /** The day on which the check is run, as 2027-01-31. */
  readonly today: string;
};

const expired = <Kind extends Finding>(finding: Kind, until: string | undefined): Kind => ({
  ...finding,
  message: `${finding.message}\nit was to be ignored until ${until}, which has passed`,
});

/** What is left of the findings, and how many were held back. What was held back for a time comes again after it. */
export const suppress = <Kind extends Finding>(
  findings: readonly Kind[],
  { comments, ignores, today }: Suppression,
): { readonly kept: readonly Kind[]; readonly suppressed: number } => {
  const kept: Kind[] = [];
  for (const finding of findings) {
    const spoken = [
      ...comments.filter((comment) => speaksFor(comment, finding)),
      ...ignores.filter((ignore) => covers(ignore, finding)),
    ];
    const [first] = spoken;
    if (first === undefined) kept.push(finding);
    else if (!spoken.some(({ until }) => isInForce(until, today))) {
      kept.push(expired(finding, first.until));
    }
  }
  return { kept, suppressed: findings.length - kept.length };
};

/** Comments that name a check that does not exist: about that, they hold nothing back. */
export const unknownIgnores = (
  comments: readonly IgnoreComment[],
  known: readonly string[],
): Finding[] =>
  comments.flatMap(({ checks, place }) =>
    checks
      .filter((check) => !known.includes(check))
      .map((check) => ({
        rule: "ignore-comment",
        severity: "warning",
        ...place,
        subject: place.file,
        message: `this comment holds back findings of ${check}, and there is no such check`,
        help: didYouMean(check, known) ?? "name one of the checks that docs/checks lists",
        counterexample: null,
      })),
  );
