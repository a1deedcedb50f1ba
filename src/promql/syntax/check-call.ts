import type { Span } from "../../lib/source.ts";
import { didYouMean } from "../../lib/suggestion.ts";
import { FUNCTION_NAMES, functionNamed } from "../functions/functions.ts";
import type { PromqlFunction } from "../functions/promql-function.ts";
import { typeName, type ValueType } from "../functions/value-type.ts";
import type { Call } from "./expr.ts";
import type { PrometheusVersion } from "./prometheus-version.ts";

type Mistake = { readonly message: string; readonly span: Span; readonly flag?: string };

const FLAG = "promql-experimental-functions";

const availability = (
  { name, since, until, experimental }: PromqlFunction,
  version: PrometheusVersion,
): { readonly message: string; readonly flag?: string } | undefined => {
  if (version === "2.42" && since === "3") return { message: `Prometheus 2.42 has no ${name}` };
  if (version === "3" && until === "2") {
    return { message: `Prometheus 3 has no ${name}: write double_exponential_smoothing` };
  }
  if (version === "2.42" || !experimental) return undefined;
  const message = `${name} is experimental: enable the feature flag ${FLAG} or do without it`;
  return { message, flag: FLAG };
};

const count = (number: number): string => `${number} ${number === 1 ? "argument" : "arguments"}`;

const countMistake = ({ name, arguments: wanted, variadic }: PromqlFunction, given: number) => {
  const least = wanted.length - (variadic > 0 ? 1 : 0);
  const most = least + variadic;
  if (variadic === 0 && given !== least) return `${name} takes ${count(least)}, not ${given}`;
  if (given < least) return `${name} takes at least ${count(least)}, not ${given}`;
  if (variadic > 0 && given > most) return `${name} takes at most ${count(most)}, not ${given}`;
  return undefined;
};

const hintFor = (wanted: ValueType, type: ValueType): string => {
  if (wanted === "matrix" && type === "vector") return ": add a range such as [5m]";
  if (wanted === "vector" && type === "matrix") return ": remove the range";
  if (wanted === "vector" && type === "scalar") return ": put vector(…) around it";
  if (wanted === "scalar" && type === "vector") return ": put scalar(…) around it";
  if (wanted === "string") return ": put it in quotes";
  return "";
};

const argumentMistakes = (known: PromqlFunction, call: Call, types: readonly ValueType[]) => {
  const checked = known.variadic === 0 ? known.arguments.length : types.length;
  return call.arguments.slice(0, checked).flatMap((argument, index): Mistake[] => {
    const wanted = known.arguments[index] ?? known.arguments.at(-1);
    const type = types[index];
    if (wanted === undefined || type === undefined || type === wanted) return [];
    const place = `argument ${index + 1} of ${known.name}`;
    const message = `${place} must be of type ${typeName(wanted)}, not ${typeName(type)}${hintFor(wanted, type)}`;
    return [{ message, span: argument.span }];
  });
};

const infoMistakes = (call: Call): Mistake[] => {
  const labels = call.arguments[1];
  if (call.function !== "info" || labels === undefined) return [];
  if (labels.kind === "selector") return [];
  return [
    { message: "argument 2 of info must be label matchers alone, in {…}", span: labels.span },
  ];
};

/** What is wrong with a call whose arguments have these types. */
export const checkCall = (
  call: Call,
  types: readonly ValueType[],
  version: PrometheusVersion,
): readonly Mistake[] => {
  const known = functionNamed(call.function);
  if (known === undefined) {
    const suggestion = didYouMean(call.function, FUNCTION_NAMES);
    const message = `PromQL has no function "${call.function}"${suggestion === undefined ? "" : `: ${suggestion}`}`;
    return [{ message, span: call.functionSpan }];
  }
  const mistakes: Mistake[] = [];
  const unavailable = availability(known, version);
  if (unavailable !== undefined) mistakes.push({ ...unavailable, span: call.functionSpan });
  const wrongCount = countMistake(known, call.arguments.length);
  if (wrongCount !== undefined) mistakes.push({ message: wrongCount, span: call.span });
  return [...mistakes, ...argumentMistakes(known, call, types), ...infoMistakes(call)];
};
