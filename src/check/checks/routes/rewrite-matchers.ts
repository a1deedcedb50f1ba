import { formatMatcher } from "../../../labels/format-matcher.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import type { YamlEntry, YamlMap } from "../../../lib/yaml-node.ts";
import { entryOf } from "../../../lib/yaml-value.ts";
import type { Edit, Fix } from "../../fix.ts";

type Rewriting = {
  /** The keys of the old form. */
  readonly old: readonly string[];
  /** The key of the new form. */
  readonly current: string;
  readonly matchers: readonly Matcher[];
  /** The text of the file. */
  readonly source: string;
};

/** A scalar that YAML takes as it stands. */
const PLAIN = /^[a-zA-Z_]\w*(?:=~|!~|!=|=)"[\w./|*+?()[\]^$\\-]*"$/;

const yamlText = (matcher: Matcher): string => {
  const text = formatMatcher(matcher);
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
};

/** What stands before the offset on its line. */
const lineBefore = (source: string, offset: number): string =>
  source.slice(source.lastIndexOf("\n", offset - 1) + 1, offset);

/** Whether the entry begins a line of block style, so that what is put there stands by itself. */
const beginsLine = (source: string, { key }: YamlEntry): boolean =>
  /^[ -]*$/.test(lineBefore(source, key.span.from));

const lineEnd = (source: string, offset: number): number => {
  const end = source.indexOf("\n", offset);
  return end < 0 ? source.length : end;
};

/** Offset behind the last character of the entry's own lines; undefined when other things stand on the last of them. */
const endOf = (source: string, { value }: YamlEntry): number | undefined => {
  const end = value.span.to;
  const trimmed = source.slice(0, end).trimEnd().length;
  return source.slice(trimmed, lineEnd(source, trimmed)).trim() === "" ? trimmed : undefined;
};

const placed = (source: string, file: string, entry: YamlEntry) => {
  const to = endOf(source, entry);
  if (to === undefined || !beginsLine(source, entry)) return undefined;
  const from = entry.key.span.from;
  // A comment among the matchers would be lost.
  return source.slice(from, to).includes("#") ? undefined : { file, from, to };
};

/** Takes the lines of an entry away, that which ends the line before them too. */
const removal = (
  source: string,
  { file, from, to }: { readonly file: string; readonly from: number; readonly to: number },
): Edit | undefined => {
  const before = lineBefore(source, from);
  return before.trim() === "" && from - before.length > 0
    ? { file, from: from - before.length - 1, to, text: "" }
    : undefined;
};

/**
 * Edits that write matchers in the new form where the first of the old ones stood. Undefined where the new form is
 * there already, or something stands in the way, so that a person has to do it.
 */
export const rewriteMatchers = (
  map: YamlMap,
  { old, current, matchers, source }: Rewriting,
): Fix | undefined => {
  const entries = map.entries.filter(({ key }) => old.includes(key.text));
  const [first, ...others] = entries.map((entry) => placed(source, entry.key.file, entry));
  if (first === undefined || entryOf(map, current) !== undefined) return undefined;
  const indent = " ".repeat(lineBefore(source, first.from).length);
  const text = [`${current}:`, ...matchers.map((matcher) => `${indent}  - ${yamlText(matcher)}`)];
  const removals = others.map((other) => other && removal(source, other));
  const edits: Edit[] = [{ ...first, text: text.join("\n") }];
  for (const edit of removals) {
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  return { edits };
};
