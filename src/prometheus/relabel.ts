import type { Labels } from "../labels/labels.ts";
import type { Place } from "../lib/source.ts";
import {
  expandReplacement,
  matchGroups,
  readReplacement,
  replacementRegexp,
} from "../promql/labels/replacement.ts";
import { relabelHash } from "./relabel-hash.ts";

export const RELABEL_ACTIONS = [
  "replace",
  "keep",
  "drop",
  "keepequal",
  "dropequal",
  "hashmod",
  "labelmap",
  "labeldrop",
  "labelkeep",
  "lowercase",
  "uppercase",
] as const;
export type RelabelAction = (typeof RELABEL_ACTIONS)[number];

/** One relabelling step as written, with Prometheus's defaults for what is not. */
export type RelabelConfig = {
  readonly place: Place;
  readonly sourceLabels: readonly string[];
  readonly separator: string;
  /** As written: Prometheus anchors it at both ends. */
  readonly regex: string;
  readonly modulus: number;
  readonly targetLabel: string;
  readonly replacement: string;
  readonly action: RelabelAction;
};

/** A step without its place in a file. */
export type RelabelStep = Omit<RelabelConfig, "place">;

/**
 * Labels while they are changed: in the order in which `labelmap` comes upon them, which decides when two
 * labels get the same name. Those that were there go by name, those that were set by when.
 */
type LabelSet = { readonly before: Map<string, string>; readonly set: Map<string, string> };

const valueIn = ({ before, set }: LabelSet, name: string): string =>
  set.get(name) ?? before.get(name) ?? "";

const remove = ({ before, set }: LabelSet, name: string): void => {
  before.delete(name);
  set.delete(name);
};

const assign = (labels: LabelSet, name: string, value: string): void => {
  if (value === "") remove(labels, name);
  else {
    labels.before.delete(name);
    labels.set.set(name, value);
  }
};

const entriesOf = ({ before, set }: LabelSet): [string, string][] => [...before, ...set];

/** As Go does it: each character by itself, and only where one character comes of it. */
const eachCharacter = (text: string, change: (character: string) => string): string =>
  Array.from(text, (character) => {
    const changed = change(character);
    return [...changed].length === 1 ? changed : character;
  }).join("");

export const lowerCase = (text: string): string =>
  eachCharacter(text.replaceAll("\u0130", "i"), (character) => character.toLowerCase());

export const upperCase = (text: string): string =>
  eachCharacter(text, (character) => character.toUpperCase());

export const hashMod = (text: string, modulus: number): string =>
  (relabelHash(text) % BigInt(modulus)).toString();

const replace = (labels: LabelSet, step: RelabelStep, value: string): void => {
  const match = matchGroups(replacementRegexp(step.regex), value);
  if (match === undefined) return;
  const target = expandReplacement(readReplacement(step.targetLabel), match);
  if (target === "") return;
  assign(labels, target, expandReplacement(readReplacement(step.replacement), match));
};

const mapLabels = (labels: LabelSet, step: RelabelStep): void => {
  const replacement = readReplacement(step.replacement);
  for (const [name, value] of entriesOf(labels)) {
    const match = matchGroups(replacementRegexp(step.regex), name);
    if (match !== undefined) assign(labels, expandReplacement(replacement, match), value);
  }
};

const removeLabels = (labels: LabelSet, { regex, action }: RelabelStep): void => {
  const { compiled } = replacementRegexp(regex);
  for (const [name] of entriesOf(labels)) {
    if (compiled.test(name) === (action === "labeldrop")) remove(labels, name);
  }
};

const change = (labels: LabelSet, step: RelabelStep, value: string): void => {
  const { action, targetLabel } = step;
  if (action === "replace") replace(labels, step, value);
  else if (action === "lowercase") assign(labels, targetLabel, lowerCase(value));
  else if (action === "uppercase") assign(labels, targetLabel, upperCase(value));
  else if (action === "hashmod") assign(labels, targetLabel, hashMod(value, step.modulus));
  else if (action === "labelmap") mapLabels(labels, step);
  else if (action === "labeldrop" || action === "labelkeep") removeLabels(labels, step);
};

/** Whether the label set goes on; only `keep`, `drop` and their like end it. */
const isKept = (labels: LabelSet, step: RelabelStep, value: string): boolean => {
  const { action, targetLabel, regex } = step;
  if (action === "keep") return replacementRegexp(regex).compiled.test(value);
  if (action === "drop") return !replacementRegexp(regex).compiled.test(value);
  if (action === "keepequal") return valueIn(labels, targetLabel) === value;
  return action !== "dropequal" || valueIn(labels, targetLabel) !== value;
};

const byName = ([a]: [string, string], [b]: [string, string]): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** The labels after all steps, or undefined when a step drops them (model/relabel/relabel.go of Prometheus 3). */
export const relabel = (labels: Labels, steps: readonly RelabelStep[]): Labels | undefined => {
  const entries = Object.entries(labels).filter(([, value]) => value !== "");
  const changing: LabelSet = { before: new Map(entries.sort(byName)), set: new Map() };
  for (const step of steps) {
    const value = step.sourceLabels.map((name) => valueIn(changing, name)).join(step.separator);
    if (!isKept(changing, step, value)) return undefined;
    change(changing, step, value);
  }
  return Object.fromEntries(entriesOf(changing).sort(byName));
};
