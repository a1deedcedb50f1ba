import type { GoFunction, GoType } from "../value/go-type.ts";
import { STRING } from "../value/go-type.ts";
import { type GoValue, goBool, goString } from "../value/go-value.ts";

/** A function with a fixed number of arguments. */
export const functionOf = (
  parameters: readonly GoType[],
  call: (args: readonly GoValue[]) => GoValue,
): GoFunction => ({ parameters, variadic: false, call });

/** The texts of arguments, which are strings once they reach a function that takes strings. */
export const textsOf = (args: readonly GoValue[]): readonly string[] =>
  args.map((arg) => (arg.kind === "string" ? arg.text : ""));

const strings = (count: number): readonly GoType[] => Array.from({ length: count }, () => STRING);

/** A function of one text. */
export const textFunction = (call: (text: string) => string): GoFunction =>
  functionOf(strings(1), (args) => goString(call(textsOf(args)[0] ?? "")));

/** Go's regexp.MatchString: pattern, text. */
export const matchFunction = (call: (pattern: string, text: string) => boolean): GoFunction =>
  functionOf(strings(2), (args) => {
    const [pattern = "", text = ""] = textsOf(args);
    return goBool(call(pattern, text));
  });

/** `reReplaceAll`: pattern, replacement, text. */
export const replaceFunction = (
  call: (pattern: string, replacement: string, text: string) => string,
): GoFunction =>
  functionOf(strings(3), (args) => {
    const [pattern = "", replacement = "", text = ""] = textsOf(args);
    return goString(call(pattern, replacement, text));
  });
