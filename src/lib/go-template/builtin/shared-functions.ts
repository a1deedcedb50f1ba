import { CallError } from "../template-error.ts";
import { type GoFunction, namedType, STRING } from "../value/go-type.ts";
import { goString } from "../value/go-value.ts";
import {
  functionOf,
  matchFunction,
  replaceFunction,
  textFunction,
  textsOf,
} from "./function-of.ts";
import { matchString, replaceAllString } from "./go-regexp.ts";
import { toLower, toUpper } from "./letter-case.ts";

/** Text that html/template takes for markup. */
export const HTML = namedType("template.HTML", STRING);

/** regexp.MustCompile panics with words of its own. */
const replaceAll = (pattern: string, replacement: string, text: string): string => {
  try {
    return replaceAllString(pattern, replacement, text);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    throw new CallError(`regexp: Compile(\`${pattern}\`): ${error.message}`, { cause: error });
  }
};

/** The functions that templates of Prometheus and of Alertmanager have alike. */
export const SHARED_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map([
  ["toUpper", textFunction(toUpper)],
  ["toLower", textFunction(toLower)],
  ["match", matchFunction(matchString)],
  ["reReplaceAll", replaceFunction(replaceAll)],
  ["safeHtml", functionOf([STRING], (args) => goString(textsOf(args)[0] ?? "", HTML))],
]);
