import type { Labels } from "../../labels/labels.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { parseMatcher } from "./parse-matchers.ts";

export type LabelArguments =
  | { readonly ok: true; readonly labels: Labels }
  | { readonly ok: false; readonly argument: string; readonly message: string };

/** Labels as amtool takes them on its command line: `severity=critical team="data infra"`. The last of a name counts. */
export const parseLabelArguments = (
  texts: readonly string[],
  version: AlertmanagerVersion,
): LabelArguments => {
  const labels = new Map<string, string>();
  for (const argument of texts) {
    const result = parseMatcher(argument, version);
    if (!result.ok) return { ok: false, argument, message: result.problem.message };
    for (const { name, operator, value } of result.matchers) {
      if (operator !== "=")
        return { ok: false, argument, message: `a label is set with =, not ${operator}` };
      labels.set(name, value);
    }
  }
  return { ok: true, labels: Object.fromEntries(labels) };
};
