import { type GoValue, goString, indirect } from "../value/go-value.ts";
import { checkLength, noFlags } from "./print-state.ts";
import { formatValue } from "./value-verbs.ts";

const plainText = (value: GoValue): string => formatValue(value, "v", noFlags());

/** Go's fmt.Sprint: a space between two arguments where neither is a string. */
export const print = (args: readonly GoValue[]): string => {
  let text = "";
  for (const [index, arg] of args.entries()) {
    const before = args[index - 1];
    const isSpaced = before !== undefined && before.kind !== "string" && arg.kind !== "string";
    text += (isSpaced ? " " : "") + plainText(arg);
    checkLength(text.length);
  }
  return text;
};

/** Go's fmt.Sprintln. */
export const println = (args: readonly GoValue[]): string => {
  const text = `${args.map(plainText).join(" ")}\n`;
  checkLength(text.length);
  return text;
};

const NO_VALUE = goString("<no value>");

/** What an action prints in place of the value: what a pointer points to. */
export const printable = (value: GoValue): GoValue => {
  const behind = indirect(value);
  return behind.kind === "invalid" ? NO_VALUE : behind;
};

/** The text that an action writes for its value. */
export const actionText = (value: GoValue): string =>
  value.kind === "string" ? value.text : plainText(printable(value));

/** The text of arguments for the escapers. */
export const argumentsText = (args: readonly GoValue[]): string => print(args.map(printable));
