import { readRegexp } from "../labels/regexp.ts";
import type { Constraint, SymbolicLabels } from "../labels/symbolic.ts";
import {
  ABSENT,
  ANYTHING,
  accepts,
  conjunction,
  exactly,
  exactValue,
  mayBeAbsent,
  mayBePresent,
  PRESENT,
  union,
} from "../promql/labels/constraint.ts";
import {
  expandReplacement,
  joinedConstraint,
  matchGroups,
  matchingConstraint,
  otherConstraint,
  readReplacement,
  replacedConstraint,
  replacementRegexp,
} from "../promql/labels/replacement.ts";
import { hashMod, lowerCase, type RelabelStep, upperCase } from "./relabel.ts";

/** Label sets while they are followed through the steps. */
type Sets = { readonly known: ReadonlyMap<string, Constraint>; readonly open: boolean };

const constraintOf = ({ known, open }: Sets, name: string): Constraint =>
  known.get(name) ?? (open ? ANYTHING : ABSENT);

const withConstraint = (sets: Sets, name: string, constraint: Constraint): Sets => ({
  known: new Map(sets.known).set(name, constraint),
  open: sets.open,
});

const sourceOf = (sets: Sets, { sourceLabels, separator }: RelabelStep): Constraint =>
  joinedConstraint(
    sourceLabels.map((name) => constraintOf(sets, name)),
    separator,
  );

/** The value as one value for each of the source labels, where there is one way only to take it apart. */
const sourceValues = (value: string, { sourceLabels, separator }: RelabelStep) => {
  if (separator.length !== 1) return undefined;
  const parts = value.split(separator);
  return parts.length === sourceLabels.length ? parts : undefined;
};

const narrowed = (sets: Sets, name: string, test: Constraint): Sets | undefined => {
  const constraint = conjunction(constraintOf(sets, name), test);
  return constraint === undefined ? undefined : withConstraint(sets, name, constraint);
};

const withSourceValues = (
  sets: Sets,
  names: readonly string[],
  values: readonly string[],
): readonly Sets[] => {
  let result: Sets | undefined = sets;
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? "";
    result = result === undefined ? undefined : narrowed(result, name, [{ operator: "=", value }]);
  }
  return result === undefined ? [] : [result];
};

/** The sets in which the first values are these and the next is another. */
const withOtherValues = (
  sets: Sets,
  names: readonly string[],
  values: readonly string[],
): readonly Sets[] =>
  names.flatMap((name, index) => {
    const [start] = withSourceValues(sets, names.slice(0, index), values);
    const other = [{ operator: "!=", value: values[index] ?? "" }] as const;
    return (start === undefined ? undefined : narrowed(start, name, other)) ?? [];
  });

type Split = { readonly matching: readonly Sets[]; readonly others: readonly Sets[] };

const splitBySeveral = (sets: Sets, step: RelabelStep): Split => {
  const regexp = replacementRegexp(step.regex);
  const source = sourceOf(sets, step);
  const matching = conjunction(source, matchingConstraint(regexp)) === undefined ? [] : [sets];
  const never = matchingConstraint(regexp) === ANYTHING;
  const isCertain = never || conjunction(source, otherConstraint(regexp)) === undefined;
  const others = isCertain ? [] : [sets];
  const read = readRegexp(step.regex);
  const simple = read.ok ? read.regexp.simple : undefined;
  if (simple?.kind !== "values") return { matching, others };
  const values = simple.values.map((value) => sourceValues(value, step));
  if (!values.every((parts) => parts !== undefined)) return { matching, others };
  const [only, ...more] = values;
  return {
    matching: values.flatMap((parts) => withSourceValues(sets, step.sourceLabels, parts)),
    others:
      only !== undefined && more.length === 0
        ? withOtherValues(sets, step.sourceLabels, only)
        : others,
  };
};

/** The label sets whose sources match, and those whose sources do not. */
const split = (sets: Sets, step: RelabelStep): Split => {
  const [name, ...more] = step.sourceLabels;
  if (name === undefined || more.length > 0) return splitBySeveral(sets, step);
  const regexp = replacementRegexp(step.regex);
  const matching = narrowed(sets, name, matchingConstraint(regexp));
  const isAll = matchingConstraint(regexp) === ANYTHING;
  const others = isAll ? undefined : narrowed(sets, name, otherConstraint(regexp));
  return {
    matching: matching === undefined ? [] : [matching],
    others: others === undefined ? [] : [others],
  };
};

/** Any label that the target's name could mean may have been set. */
const setSomewhere = (sets: Sets, target: Constraint, value: Constraint): Sets => {
  const known = new Map<string, Constraint>();
  for (const [name, constraint] of sets.known) {
    known.set(name, accepts(target, name) ? union(constraint, value) : constraint);
  }
  return { known, open: true };
};

const replace = (sets: Sets, step: RelabelStep): readonly Sets[] => {
  const regexp = replacementRegexp(step.regex);
  const { matching, others } = split(sets, step);
  const replaced = matching.map((matched) => {
    const source = sourceOf(matched, step);
    const value = replacedConstraint({ regexp, replacement: step.replacement, source });
    const target = replacedConstraint({ regexp, replacement: step.targetLabel, source });
    const name = exactValue(target);
    if (name === undefined) return setSomewhere(matched, target, value);
    return name === "" ? matched : withConstraint(matched, name, value);
  });
  return [...replaced, ...others];
};

const equalSets = (sets: Sets, step: RelabelStep): readonly Sets[] => {
  const source = sourceOf(sets, step);
  const both = conjunction(constraintOf(sets, step.targetLabel), source);
  if (both === undefined) return [];
  const targeted = withConstraint(sets, step.targetLabel, both);
  const [name, ...more] = step.sourceLabels;
  return [name === undefined || more.length > 0 ? targeted : withConstraint(targeted, name, both)];
};

const differingSets = (sets: Sets, step: RelabelStep): readonly Sets[] => {
  const value = exactValue(sourceOf(sets, step));
  if (value !== undefined) return narrowedList(sets, step.targetLabel, value);
  const target = exactValue(constraintOf(sets, step.targetLabel));
  const [name, ...more] = step.sourceLabels;
  if (target === undefined || name === undefined || more.length > 0) return [sets];
  return narrowedList(sets, name, target);
};

const narrowedList = (sets: Sets, name: string, value: string): readonly Sets[] => {
  const result = narrowed(sets, name, [{ operator: "!=", value }]);
  return result === undefined ? [] : [result];
};

const changedCase = (sets: Sets, step: RelabelStep): Sets => {
  const source = sourceOf(sets, step);
  const value = exactValue(source);
  const change = step.action === "lowercase" ? lowerCase : upperCase;
  if (value !== undefined) return withConstraint(sets, step.targetLabel, exactly(change(value)));
  return withConstraint(sets, step.targetLabel, mayBeAbsent(source) ? ANYTHING : PRESENT);
};

const hashed = (sets: Sets, step: RelabelStep): Sets => {
  const value = exactValue(sourceOf(sets, step));
  const constraint: Constraint =
    value === undefined
      ? [{ operator: "=~", value: "[0-9]+" }]
      : exactly(hashMod(value, step.modulus));
  return withConstraint(sets, step.targetLabel, constraint);
};

/** What `labelmap` writes to a label: one of these values, and only `certain` when it always does. */
type Mapping = { readonly constraint: Constraint; readonly certain: boolean };

const mappingsOf = (sets: Sets, step: RelabelStep): ReadonlyMap<string, Mapping> => {
  const regexp = replacementRegexp(step.regex);
  const replacement = readReplacement(step.replacement);
  const mappings = new Map<string, Mapping>();
  for (const [name, constraint] of sets.known) {
    const match = mayBePresent(constraint) ? matchGroups(regexp, name) : undefined;
    if (match === undefined) continue;
    const target = expandReplacement(replacement, match);
    const present = conjunction(constraint, PRESENT) ?? PRESENT;
    const before = mappings.get(target);
    mappings.set(target, {
      constraint: before === undefined ? present : union(before.constraint, present),
      certain: before?.certain === true || !mayBeAbsent(constraint),
    });
  }
  return mappings;
};

/** Labels that nobody has named may be mapped to any name that the replacement can give. */
const mapped = (sets: Sets, step: RelabelStep): Sets => {
  const regexp = replacementRegexp(step.regex);
  const { replacement } = step;
  const anyTarget = replacedConstraint({ regexp, replacement, source: PRESENT });
  const known = new Map(sets.known);
  for (const [target, { constraint, certain }] of mappingsOf(sets, step)) {
    known.set(target, certain ? constraint : union(constraintOf(sets, target), constraint));
  }
  return sets.open
    ? setSomewhere({ known, open: true }, anyTarget, PRESENT)
    : { known, open: false };
};

const listedNames = (regex: string): readonly string[] => {
  const read = readRegexp(regex);
  return read.ok && read.regexp.simple?.kind === "values" ? read.regexp.simple.values : [];
};

const removedByName = (sets: Sets, { regex, action }: RelabelStep): Sets => {
  const { compiled } = replacementRegexp(regex);
  const known = new Map<string, Constraint>();
  const listed = listedNames(regex);
  for (const name of listed) known.set(name, constraintOf(sets, name));
  for (const [name, constraint] of sets.known) known.set(name, constraint);
  for (const name of known.keys()) {
    if (compiled.test(name) === (action === "labeldrop")) known.set(name, ABSENT);
  }
  return { known, open: sets.open && !(action === "labelkeep" && listed.length > 0) };
};

const after = (sets: Sets, step: RelabelStep): readonly Sets[] => {
  switch (step.action) {
    case "keep":
      return split(sets, step).matching;
    case "drop":
      return split(sets, step).others;
    case "replace":
      return replace(sets, step);
    case "keepequal":
      return equalSets(sets, step);
    case "dropequal":
      return differingSets(sets, step);
    case "hashmod":
      return [hashed(sets, step)];
    case "labelmap":
      return [mapped(sets, step)];
    case "lowercase":
    case "uppercase":
      return [changedCase(sets, step)];
    case "labeldrop":
    case "labelkeep":
      return [removedByName(sets, step)];
  }
};

/** More alternatives than this are joined, which only makes what is known of them weaker. */
const ALTERNATIVES_LIMIT = 32;

const joined = (a: Sets, b: Sets): Sets => {
  const known = new Map<string, Constraint>();
  for (const name of new Set([...a.known.keys(), ...b.known.keys()])) {
    known.set(name, union(constraintOf(a, name), constraintOf(b, name)));
  }
  return { known, open: a.open || b.open };
};

const limited = (alternatives: readonly Sets[]): readonly Sets[] =>
  alternatives.length <= ALTERNATIVES_LIMIT
    ? alternatives
    : [
        ...alternatives.slice(0, ALTERNATIVES_LIMIT - 1),
        alternatives.slice(ALTERNATIVES_LIMIT - 1).reduce(joined),
      ];

/** No label's name is found in it by accident, whatever it is called. */
const emptyRecord = (): Record<string, Constraint> => Object.create(null);

const symbolicOf = ({ known, open }: Sets): SymbolicLabels => ({
  known: Object.assign(emptyRecord(), Object.fromEntries(known)),
  others: open ? "possible" : "impossible",
});

/**
 * What becomes of many label sets at once: each that is not dropped is afterwards in one of the alternatives. Steps
 * that look at values split them; none is left when all are dropped.
 */
export const relabelSymbolic = (
  labels: SymbolicLabels,
  steps: readonly RelabelStep[],
): readonly SymbolicLabels[] => {
  const known = new Map(Object.entries(labels.known));
  let alternatives: readonly Sets[] = [{ known, open: labels.others === "possible" }];
  for (const step of steps) {
    alternatives = limited(alternatives.flatMap((sets) => after(sets, step)));
  }
  return alternatives.map(symbolicOf);
};
