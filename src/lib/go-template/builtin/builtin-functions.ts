import { argumentsText, print, println } from "../format/print.ts";
import { printf } from "../format/printf.ts";
import { CallError } from "../template-error.ts";
import { ANY, type GoFunction, REFLECT, STRING } from "../value/go-type.ts";
import { type GoValue, goBool, goString, INVALID, isTrue } from "../value/go-value.ts";
import { COMPARISONS, eq } from "./comparison.ts";
import { escapeHtml, escapeJs, escapeQuery } from "./escaping.ts";
import { index, len, slice } from "./indexing.ts";

type CallOf = GoFunction["call"];

const one = (call: CallOf): GoFunction => ({ parameters: [REFLECT], variadic: false, call });
const two = (call: CallOf): GoFunction => ({
  parameters: [REFLECT, REFLECT],
  variadic: false,
  call,
});
const atLeastOne = (call: CallOf): GoFunction => ({
  parameters: [REFLECT, REFLECT],
  variadic: true,
  call,
});
const any = (call: (args: readonly GoValue[]) => string): GoFunction => ({
  parameters: [ANY],
  variadic: true,
  call: (args) => goString(call(args)),
});

const formatOf = ([format, ...args]: readonly GoValue[]): GoValue =>
  goString(printf(format?.kind === "string" ? format.text : "", args));

/** No value of a template is a function. */
const callValue = ([called = INVALID]: readonly GoValue[]): never => {
  throw new CallError(
    called.kind === "invalid" ? "call of nil" : `non-function of type ${called.type.text}`,
  );
};

/** `and` and `or` are evaluated argument by argument before they would be called. */
const shortCircuit = atLeastOne((args) => args.at(-1) ?? INVALID);

/** The functions that every Go template has. */
export const BUILTIN_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map([
  ["and", shortCircuit],
  ["or", shortCircuit],
  ["not", one(([value = INVALID]) => goBool(!isTrue(value)))],
  ["call", atLeastOne(callValue)],
  ["html", any((args) => escapeHtml(argumentsText(args)))],
  ["js", any((args) => escapeJs(argumentsText(args)))],
  ["urlquery", any((args) => escapeQuery(argumentsText(args)))],
  ["index", atLeastOne(index)],
  ["slice", atLeastOne(slice)],
  ["len", one(len)],
  ["print", any(print)],
  ["println", any(println)],
  ["printf", { parameters: [STRING, ANY], variadic: true, call: formatOf }],
  ["eq", atLeastOne((args) => goBool(eq(args)))],
  ["ne", two(COMPARISONS.ne)],
  ["lt", two(COMPARISONS.lt)],
  ["le", two(COMPARISONS.le)],
  ["gt", two(COMPARISONS.gt)],
  ["ge", two(COMPARISONS.ge)],
]);
