import { type Random, seededRandom } from "../../src/lib/random.ts";
import { checkExpr } from "../../src/promql/syntax/check-expr.ts";
import type { Binary, Expr } from "../../src/promql/syntax/expr.ts";
import { parseExpr } from "../../src/promql/syntax/parse.ts";
import { printExpr } from "../../src/promql/syntax/print.ts";
import { promtoolDisagreements, promtoolVerdicts } from "./promql-syntax-promtool.ts";
import { pick, randomQuery } from "./promql-syntax-texts.ts";

export type Comparison = {
  readonly compared: number;
  readonly disagreements: readonly string[];
};

/** Queries for one run of promtool. */
const BATCH = 2_000;

const compareBatch = async (queries: readonly string[]): Promise<string[]> => {
  const verdicts = await promtoolVerdicts(queries);
  return queries.flatMap((query, index) => {
    const [mistake] = checkExpr(query, "2.42").mistakes;
    const refusal = verdicts[index];
    if ((mistake === undefined) === (refusal === undefined)) return [];
    const ours = mistake === undefined ? "accepted" : `refused: ${mistake.message}`;
    return [`${JSON.stringify(query)}: we ${ours}; promtool: ${refusal ?? "accepted"}`];
  });
};

const inBatches = async (
  count: number,
  compare: (size: number) => Promise<readonly string[]>,
): Promise<Comparison> => {
  const disagreements: string[] = [];
  for (let done = 0; done < count; done += BATCH) {
    disagreements.push(...(await compare(Math.min(BATCH, count - done))));
  }
  return { compared: count, disagreements };
};

/** Whether we accept and refuse random queries, right and broken ones, as promtool 2.42 does. */
export const comparePromqlSyntax = (count: number, seed: number): Promise<Comparison> => {
  const random = seededRandom(seed);
  return inBatches(count, (size) =>
    compareBatch(Array.from({ length: size }, () => randomQuery(random))),
  );
};

const OPERATORS = ["+", "-", "*", "/", "%", "^", "atan2", "> bool", "== bool", "<= bool"] as const;
const NUMBERS = [
  "0",
  "1",
  "2",
  "3",
  "0.5",
  "017",
  "0x1F",
  "1e1",
  "5.",
  ".25",
  "Inf",
  "NaN",
] as const;

/** Operators between numbers, with few parentheses, so that the value shows what binds to what. */
const arithmetic = (random: Random, depth: number): string => {
  const sign = random.fraction() < 0.25 ? pick(random, ["-", "+", "- ", "--"]) : "";
  if (depth === 0 || random.fraction() < 0.15) return sign + pick(random, NUMBERS);
  const inner = `${arithmetic(random, depth - 1)} ${pick(random, OPERATORS)} ${arithmetic(random, depth - 1)}`;
  return sign + (random.fraction() < 0.15 ? `(${inner})` : inner);
};

const OPERATIONS: Readonly<Partial<Record<Binary["operator"], (a: number, b: number) => number>>> =
  {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => a / b,
    "%": (a, b) => a % b,
    // Unlike JavaScript, Go has 1 ** NaN = 1 and (-1) ** ±Inf = 1.
    "^": (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b),
    atan2: (a, b) => Math.atan2(a, b),
    ">": (a, b) => Number(a > b),
    "==": (a, b) => Number(a === b),
    "<=": (a, b) => Number(a <= b),
  };

const evaluated = (expr: Expr): number => {
  if (expr.kind === "number") return expr.value;
  if (expr.kind === "paren") return evaluated(expr.expr);
  if (expr.kind === "unary") {
    return expr.operator === "-" ? -evaluated(expr.expr) : evaluated(expr.expr);
  }
  const operation = expr.kind === "binary" ? OPERATIONS[expr.operator] : undefined;
  if (expr.kind !== "binary" || operation === undefined) {
    throw new Error(`no arithmetic: ${printExpr(expr)}`);
  }
  return operation(evaluated(expr.left), evaluated(expr.right));
};

const readNumbers = (query: string): number => {
  const parsed = parseExpr(query);
  if ("error" in parsed) throw new Error(`${query}: ${parsed.error.message}`);
  return evaluated(parsed.expr);
};

/** Whether our trees of random arithmetic, and what we print of them, have the values that promtool gives. */
export const comparePromqlArithmetic = (count: number, seed: number): Promise<Comparison> => {
  const random = seededRandom(seed);
  return inBatches(count, (size) => {
    const queries = Array.from({ length: size }, () => arithmetic(random, 3));
    return promtoolDisagreements(
      queries.map((query, index) => {
        const parsed = parseExpr(query);
        const printed = "expr" in parsed && index % 2 === 1 ? printExpr(parsed.expr) : query;
        return { query: printed, value: readNumbers(query) };
      }),
    );
  });
};
