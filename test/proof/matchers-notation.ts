import { operatorAt } from "../../src/alertmanager/matcher/parsed-matcher.ts";
import type { ValueMatcher } from "../../src/labels/matcher.ts";

/** `=~a.*` as a matcher of a value. */
export const valueMatcher = (text: string): ValueMatcher => {
  const operator = operatorAt(text, 0);
  if (operator === undefined) throw new Error(`no operator: ${text}`);
  return { operator, value: text.slice(operator.length) };
};

export const valueMatchers = (...texts: string[]): ValueMatcher[] => texts.map(valueMatcher);
