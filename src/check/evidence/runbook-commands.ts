import type { Place } from "../../lib/source.ts";
import type { Runbook } from "./runbook-page.ts";

/** `key=value` of a label selector in a `kubectl` command. */
export type LabelSelection = {
  readonly key: string;
  readonly value: string;
  /** The namespace that the command names. */
  readonly namespace: string | undefined;
  readonly place: Place;
};

/** Longer lines are no commands that a person would copy. */
const LONGEST_COMMAND = 2000;

const SELECTOR = /(?:^|\s)(?:-l|--selector)(?:=|\s{1,20})(["']?)([^\s"'`|;&)]{1,500})\1/g;
const NAMESPACE = /(?:^|\s)(?:-n|--namespace)(?:=|\s{1,20})["']?([\w.-]{1,200})/;
const TERM = /^([\w./-]+)==?([\w.-]+)$/;

/** Nodes and namespaces have labels that no manifest of a service says. */
const OF_CLUSTER = /\b(?:get|describe|top|label|drain|cordon)\s+(?:nodes?|no|namespaces?|ns)\b/;

const selectionsIn = (line: string, place: Place): LabelSelection[] => {
  const namespace = NAMESPACE.exec(line)?.[1];
  return Array.from(line.matchAll(SELECTOR)).flatMap(({ 0: whole, 2: selector = "", index }) => {
    let column = index + whole.lastIndexOf(selector) + 1;
    return selector.split(",").flatMap((term) => {
      const [, key, value] = TERM.exec(term) ?? [];
      const at = { ...place, column };
      column += term.length + 1;
      return key === undefined || value === undefined ? [] : [{ key, value, namespace, place: at }];
    });
  });
};

/** What `kubectl` commands of the page select by label; placeholders and variables left out. */
export const labelSelections = ({ path, lines }: Runbook): LabelSelection[] => {
  const found: LabelSelection[] = [];
  let continues = false;
  for (const [index, line] of lines.entries()) {
    const isCommand: boolean = continues || /\bkubectl\b/.test(line);
    continues = isCommand && line.endsWith("\\");
    if (!isCommand || line.length > LONGEST_COMMAND || OF_CLUSTER.test(line)) continue;
    found.push(...selectionsIn(line, { file: path, line: index + 1, column: 1 }));
  }
  return found;
};
