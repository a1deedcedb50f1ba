import type { Aggregation, Call, Expr, VectorSelector } from "../../syntax/expr.ts";
import { type Analysis, evaluate, factsIn, type Lookup, type Pins } from "../evaluate.ts";
import { HISTOGRAM_QUANTILE } from "../histogram-functions.ts";
import { type Outcome, outcomeOf } from "../outcome.ts";
import { between, exactly, isNothing, NOTHING, type ValueFacts } from "../value-facts.ts";
import type { Course } from "./course.ts";
import type { History } from "./history.ts";

type Pin = (worked: ValueFacts, of: Lookup) => ValueFacts;

/** How one series of each selector goes on. */
export type Courses = ReadonlyMap<VectorSelector, Course>;

type Play = { readonly courses: Courses; readonly history: History };

const SECOND_MS = 1000;
const STANDS_STILL: ReadonlySet<string> = new Set([
  ...["rate", "irate", "increase", "delta", "idelta", "deriv", "changes", "resets"],
]);
const PER_SECOND: ReadonlySet<string> = new Set(["rate", "irate", "deriv"]);
const PER_WINDOW: ReadonlySet<string> = new Set(["increase", "delta"]);

/** The value up to rounding, with the unit and whatever else is known of it. */
const about = (worked: ValueFacts, value: number): ValueFacts => {
  const slack = Math.abs(value) * 1e-9;
  const point = value === 0 ? exactly(0) : between(value - slack, value + slack);
  return { ...worked, ...point, scalar: worked.scalar, dimension: worked.dimension };
};

const pinSelector =
  (course: Course, { steps }: History): Pin =>
  (worked) => {
    switch (course.kind) {
      case "missing":
        return NOTHING;
      case "constant":
        return { ...worked, ...exactly(course.value), origin: worked.origin };
      case "growing":
        return {
          ...worked,
          ...between(course.from, course.from + course.step * steps),
          origin: worked.origin,
        };
      case "slow":
        return { ...worked, ...between(0, course.step * steps), origin: worked.origin };
    }
  };

const rangeIn = (call: Call) => call.arguments.find((argument) => argument.kind === "range");

const pinGrowth = (call: Call, { courses, history }: Play): Pin | undefined => {
  const range = rangeIn(call);
  const course = range === undefined ? undefined : courses.get(range.selector);
  if (range === undefined || course === undefined) return undefined;
  if (course.kind === "constant") {
    return STANDS_STILL.has(call.function) ? (worked) => about(worked, 0) : undefined;
  }
  if (course.kind !== "growing") return undefined;
  const perSecond = (course.step / history.intervalMs) * SECOND_MS;
  if (PER_SECOND.has(call.function)) return (worked) => about(worked, perSecond);
  if (!PER_WINDOW.has(call.function)) return undefined;
  return (worked) => about(worked, (perSecond * range.rangeMs) / SECOND_MS);
};

/** All observations are in the bucket without a bound, so that every quantile is the highest finite bound. */
const pinQuantile = ({ courses }: Play): Pin => {
  const slow = [...courses.values()].find((course) => course.kind === "slow");
  const top = slow?.buckets.at(-1);
  return (worked) => {
    if (top === undefined || isNothing(worked)) return worked;
    const infinite = worked.mayBePlusInf || worked.mayBeMinusInf;
    return infinite ? { ...worked, mayBeNaN: false } : about(worked, top);
  };
};

const pinCall = (call: Call, play: Play): Pin | undefined => {
  const [argument] = call.arguments;
  switch (call.function) {
    case HISTOGRAM_QUANTILE:
      return pinQuantile(play);
    case "absent":
    case "absent_over_time":
      return (worked, of) => (argument === undefined || isNothing(of(argument)) ? worked : NOTHING);
    case "scalar":
      return (worked, of) =>
        argument === undefined || isNothing(of(argument))
          ? worked
          : { ...of(argument), scalar: true };
    case "time":
      return (worked) => about(worked, momentOf(play.history));
    default:
      return pinGrowth(call, play);
  }
};

const momentOf = ({ steps, intervalMs }: History): number => (steps * intervalMs) / SECOND_MS;

const ONE: ReadonlySet<string> = new Set(["count", "group"]);
const NO_SPREAD: ReadonlySet<string> = new Set(["stddev", "stdvar"]);
const ITSELF: ReadonlySet<string> = new Set(["sum", "avg", "min", "max", "topk", "bottomk"]);

/** An aggregation over the one series that there is. */
const pinAggregation = (node: Aggregation): Pin | undefined => {
  const { operator } = node;
  if (ITSELF.has(operator)) return (_worked, of) => of(node.expr);
  if (!ONE.has(operator) && !NO_SPREAD.has(operator)) return undefined;
  const value = ONE.has(operator) ? 1 : 0;
  return (worked, of) => (isNothing(of(node.expr)) ? NOTHING : about(worked, value));
};

const pinOf = (part: Expr, play: Play): Pin | undefined => {
  if (part.kind === "selector") {
    const course = play.courses.get(part);
    return course === undefined ? undefined : pinSelector(course, play.history);
  }
  if (part.kind === "call") return pinCall(part, play);
  return part.kind === "aggregation" ? pinAggregation(part) : undefined;
};

/** What the query does when its series go on like this, as far as that can be worked out. */
export const play = (analysis: Analysis, courses: Courses, history: History): Outcome => {
  const pins = new Map<Expr, Pin>();
  for (const part of analysis.order) {
    const pin = pinOf(part, { courses, history });
    if (pin !== undefined) pins.set(part, pin);
  }
  return outcomeOf(evaluate(analysis.root, analysis.context, pins satisfies Pins));
};

/** The courses of all selectors in a scenario. */
export const coursesOf = (
  analysis: Analysis,
  scenario: (selector: VectorSelector, facts: ValueFacts) => Course,
): Courses => {
  const courses = new Map<VectorSelector, Course>();
  for (const part of analysis.order) {
    if (part.kind === "selector") courses.set(part, scenario(part, factsIn(analysis, part)));
  }
  return courses;
};
