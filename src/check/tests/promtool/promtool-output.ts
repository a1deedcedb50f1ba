import { parseGoDuration } from "../../../alertmanager/config/go-duration.ts";
import { unquoteGo } from "../../../alertmanager/matcher/go-string.ts";
import type { Labels } from "../../../labels/labels.ts";
import { parseDuration } from "../../../lib/duration.ts";

/** An alert that fires. Labels are without `alertname`. */
export type FiringAlert = { readonly labels: Labels; readonly annotations: Labels };

/** Something that promtool says is not as it should be. */
export type PromtoolFailure =
  | {
      readonly kind: "alert";
      readonly alertname: string;
      readonly atMs: number;
      readonly got: readonly FiringAlert[];
    }
  | {
      readonly kind: "query";
      readonly expr: string;
      readonly atMs: number;
      readonly got: string;
      readonly error: string | undefined;
    }
  /** A rule could not be evaluated at that time, and the test ended there. */
  | {
      readonly kind: "evaluation";
      readonly rule: string;
      readonly atMs: number;
      readonly error: string;
    }
  /** The files could not be read or the series not loaded. */
  | { readonly kind: "refusal"; readonly error: string };

const PAIR = /("(?:[^"\\]|\\.)*"|[^\s,{}="]+)="((?:[^"\\]|\\.)*)"/g;

const unquoted = (text: string): string => unquoteGo(`"${text}"`) ?? text;

const pairsIn = (line: string): Labels =>
  Object.fromEntries(
    Array.from(line.matchAll(PAIR), ([, name = "", value = ""]) => [
      name.startsWith('"') ? unquoted(name.slice(1, -1)) : name,
      unquoted(value),
    ]),
  );

const firingAlerts = (text: string): FiringAlert[] => {
  const alerts: FiringAlert[] = [];
  let labels: Labels = {};
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line.startsWith("Labels:")) labels = pairsIn(line);
    if (!line.startsWith("Annotations:")) continue;
    const { alertname: _, ...own } = labels;
    alerts.push({ labels: own, annotations: pairsIn(line) });
  }
  return alerts;
};

const ALERT = /^ {4}alertname: ([\s\S]*?), time: (\S+), *\n {8}exp:[\s\S]*?\n {8}got:([\s\S]*)$/;
const QUERY = /^ {4}expr: ("(?:[^"\\]|\\.)*"), time: ([^\s,]+),([\s\S]*)$/;
const EVALUATION = /^ {4}rule: (.*), time: ([^\s,]+), err: ([\s\S]*)$/;

const readFailure = (block: string): PromtoolFailure => {
  const [, alertname, at = "", got = ""] = ALERT.exec(block) ?? [];
  if (alertname !== undefined) {
    return { kind: "alert", alertname, atMs: parseDuration(at) ?? 0, got: firingAlerts(got) };
  }
  const [, expr, time = "", rest = ""] = QUERY.exec(block) ?? [];
  if (expr !== undefined) {
    const error = /^ err: ([\s\S]*)/.exec(rest)?.[1]?.trim();
    const samples = /\n {8}got: ([\s\S]*)$/.exec(rest)?.[1]?.trim() ?? "";
    const atMs = parseDuration(time) ?? 0;
    return { kind: "query", expr: unquoted(expr.slice(1, -1)), atMs, got: samples, error };
  }
  const [, rule, moment = "", error = ""] = EVALUATION.exec(block) ?? [];
  if (rule !== undefined) {
    return { kind: "evaluation", rule, atMs: parseGoDuration(moment) ?? 0, error: error.trim() };
  }
  return { kind: "refusal", error: block.trim() };
};

const START = /^ {4}(?:alertname|expr|rule): /;

/** Each failure with the lines that belong to it; what begins like none is one by itself. */
const blocksOf = (lines: readonly string[]): string[] => {
  const blocks: string[][] = [];
  for (const line of lines) {
    const isDeeper = line.startsWith("     ") || line.trim() === "";
    const last = blocks.at(-1);
    if (START.test(line) || last === undefined || !(isDeeper || START.test(last[0] ?? ""))) {
      if (line.trim() !== "") blocks.push([line]);
    } else last.push(line);
  }
  return blocks.map((block) => block.join("\n"));
};

const failuresIn = (section: string): PromtoolFailure[] => {
  const [, failed] = section.split(/^ {2}FAILED:\n/m);
  if (failed === undefined) return [];
  const lines = failed.split("\n").filter((line) => !/^ {4}name: /.test(line));
  return blocksOf(lines).map(readFailure);
};

/** What a run of promtool printed to standard output and standard error, in that order of writing. */
export type PromtoolOutput = {
  readonly text: string;
  /** It came to its end, so that the last file was dealt with too. */
  readonly ended: boolean;
};

/**
 * What `promtool test rules` says of each of its files, by the path under which it was told of them. A file with
 * which it did not come to an end is left out.
 */
export const promtoolVerdicts = ({
  text,
  ended,
}: PromtoolOutput): ReadonlyMap<string, readonly PromtoolFailure[]> => {
  const sections = text.split(/^Unit Testing: {2}/m).slice(1);
  const whole = ended ? sections : sections.slice(0, -1);
  return new Map(
    whole.map((section) => [section.slice(0, section.indexOf("\n")), failuresIn(section)]),
  );
};
