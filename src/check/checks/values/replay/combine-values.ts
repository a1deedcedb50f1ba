import type { Labels } from "../../../../labels/labels.ts";
import type { Binary } from "../../../../promql/syntax/expr.ts";
import { ARITHMETIC, COMPARISONS } from "./number-functions.ts";
import {
  distinctVector,
  keyOf,
  NotReplayed,
  nameSet,
  nameSetWithMetric,
  type Sample,
  type Value,
  withNames,
  withoutName,
  withoutNames,
} from "./sample.ts";

/** The result of two numbers; undefined where a comparison drops the sample, whose value is the left one. */
const computed = ({ operator, bool }: Binary, a: number, b: number): number | undefined => {
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic !== undefined) return arithmetic(a, b);
  const holds = COMPARISONS[operator]?.(a, b);
  if (holds === undefined) throw new NotReplayed(`the operator ${operator}`);
  if (bool) return holds ? 1 : 0;
  return holds ? a : undefined;
};

const keepsName = ({ operator, bool }: Binary): boolean => operator in COMPARISONS && !bool;

type Signature = (labels: Labels) => string;

const signatureOf = ({ matching }: Binary): Signature => {
  if (matching.mode === "on") return (labels) => keyOf(withNames(labels, nameSet(matching.labels)));
  const ignored = nameSetWithMetric(matching.labels);
  return (labels) => keyOf(withoutNames(labels, ignored));
};

const matchedLabels = (node: Binary, many: Labels, one: Labels): Labels => {
  const labels = keepsName(node) ? many : withoutName(many);
  const { mode, labels: names, cardinality, include } = node.matching;
  if (cardinality === "one-to-one") {
    if (mode === "on") return withNames(labels, nameSet(names));
    return names.length === 0 ? labels : withoutNames(labels, nameSet(names));
  }
  const taken = Object.fromEntries(include.map((name) => [name, one[name] ?? ""]));
  const filled = Object.entries({ ...labels, ...taken }).filter(([, value]) => value !== "");
  return Object.fromEntries(filled);
};

const bySignature = (samples: readonly Sample[], signature: Signature) => {
  const found = new Map<string, Sample>();
  for (const sample of samples) {
    const key = signature(sample.labels);
    if (found.has(key)) throw new NotReplayed("a match of many with many");
    found.set(key, sample);
  }
  return found;
};

type Sides = { readonly left: readonly Sample[]; readonly right: readonly Sample[] };

const matched = (node: Binary, { left, right }: Sides): Value => {
  const signature = signatureOf(node);
  const swapped = node.matching.cardinality === "one-to-many";
  const [many, one] = swapped ? [right, left] : [left, right];
  if (node.matching.cardinality === "one-to-one") bySignature(many, signature);
  const ones = bySignature(one, signature);
  const results = many.flatMap((sample) => {
    const other = ones.get(signature(sample.labels));
    if (other === undefined) return [];
    const [a, b] = swapped ? [other.value, sample.value] : [sample.value, other.value];
    const value = computed(node, a, b);
    return value === undefined
      ? []
      : [{ labels: matchedLabels(node, sample.labels, other.labels), value }];
  });
  return distinctVector(results);
};

const ofSets = (node: Binary, { left, right }: Sides): Value => {
  const signature = signatureOf(node);
  const signatures = (samples: readonly Sample[]) =>
    new Set(samples.map(({ labels }) => signature(labels)));
  if (node.operator === "or") {
    const known = signatures(left);
    const added = right.filter(({ labels }) => !known.has(signature(labels)));
    return { kind: "vector", samples: [...left, ...added] };
  }
  const known = signatures(right);
  const wanted = node.operator === "and";
  const kept = left.filter(({ labels }) => known.has(signature(labels)) === wanted);
  return { kind: "vector", samples: kept };
};

const withNumber = (node: Binary, left: Value, right: Value): Value => {
  const vector = left.kind === "vector" ? left : right;
  if (vector.kind !== "vector") throw new NotReplayed("numbers on both sides");
  const results = vector.samples.flatMap(({ labels, value: own }) => {
    const a = left.kind === "scalar" ? left.value : own;
    const b = right.kind === "scalar" ? right.value : own;
    const value = computed(node, a, b);
    if (value === undefined) return [];
    const kept = keepsName(node) ? own : value;
    return [{ labels: keepsName(node) ? labels : withoutName(labels), value: kept }];
  });
  return distinctVector(results);
};

const SETS: ReadonlySet<string> = new Set(["and", "or", "unless"]);

/** The value of a binary operator (promql/engine.go, VectorBinop, VectorscalarBinop and the set operators). */
export const combineValues = (node: Binary, left: Value, right: Value): Value => {
  if (left.kind === "vector" && right.kind === "vector") {
    const sides = { left: left.samples, right: right.samples };
    return SETS.has(node.operator) ? ofSets(node, sides) : matched(node, sides);
  }
  if (left.kind === "vector" || right.kind === "vector") return withNumber(node, left, right);
  return { kind: "scalar", value: computed(node, left.value, right.value) ?? 0 };
};
