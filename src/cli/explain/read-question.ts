import { stat } from "node:fs/promises";
import type { Asked } from "../../check/explain/find-subjects.ts";
import { UnreadableInput } from "../check/unreadable-input.ts";

/** What was named on the command line: paths, and what is asked about. */
export type Question = { readonly paths: readonly string[]; readonly asked: Asked };

const LABEL = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const unquoted = (value: string): string => /^"(.*)"$/s.exec(value)?.[1] ?? value;

/**
 * Tells paths from labels and the alert's name: `label=value` is a label unless there is such a file, and the last of
 * the others is the alert, unless it is a path and labels say what is asked.
 */
export const readQuestion = async (words: readonly string[]): Promise<Question> => {
  const labels: [string, string][] = [];
  const others: string[] = [];
  for (const word of words) {
    const [, name, value = ""] = LABEL.exec(word) ?? [];
    if (name === undefined || (await exists(word))) others.push(word);
    else labels.push([name, unquoted(value)]);
  }
  const last = others.at(-1);
  const isName = last !== undefined && others.length > 1 && !(await exists(last));
  if (!isName && labels.length === 0) {
    throw new UnreadableInput(
      others.length > 1 ? "no alert is named: all of these are files" : "no alert is named",
      "name files, then an alert or labels: tocsin explain k8s/ RedisDown severity=critical",
    );
  }
  if (others.length === 0) {
    throw new UnreadableInput(
      "no files are named",
      "name definitions, rule files or folders before the alert",
    );
  }
  return {
    paths: isName ? others.slice(0, -1) : others,
    asked: { name: isName ? last : undefined, labels: Object.fromEntries(labels) },
  };
};
