import type { Finding } from "../finding.ts";
import type { Fix } from "../fix.ts";

/** What a run of the checks gives to those who print it. */
export type Report = {
  /** In the order of files and lines. */
  readonly findings: readonly Finding[];
  /** Mends of those findings that have one right mend. */
  readonly fixes: readonly Fix[];
  /** Findings that a comment or a setting holds back. */
  readonly suppressed: number;
  /** What was examined. */
  readonly counts: {
    readonly rules: number;
    readonly receivers: number;
    readonly inhibitions: number;
  };
  /** What had to be taken for granted, in sentences. */
  readonly assumptions: readonly string[];
  /** Text of the files by path, for the lines that are shown. */
  readonly sources: Readonly<Record<string, string>>;
};

/** `1 rule`, `3 rules`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** `9 rules, 4 receivers, 1 inhibition: 21 errors, 9 warnings, 2 notes`. */
export const summaryOf = ({ findings, counts, suppressed }: Report): string => {
  const of = (severity: Finding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  const examined = [
    counted(counts.rules, "rule"),
    counted(counts.receivers, "receiver"),
    counted(counts.inhibitions, "inhibition"),
  ].join(", ");
  const found = [
    counted(of("error"), "error"),
    counted(of("warning"), "warning"),
    counted(of("info"), "note"),
  ].join(", ");
  return `${examined}: ${found}${suppressed === 0 ? "" : `, ${suppressed} suppressed`}`;
};
