import { matchesValue } from "../../../labels/match.ts";

const escaped = (text: string): string => text.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&");

/** The pattern of Go's `filepath.Match` as a regular expression: no wildcard stands for a slash. */
const expressionOf = (pattern: string): string =>
  pattern.replaceAll(/\*|\?|\[\^?(?:\\.|[^\]\\])+\]|\\.|[^*?[\\]+|[[\\]/g, (part) => {
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.length > 1 && part.startsWith("[")) return part;
    return escaped(part.length === 2 && part.startsWith("\\") ? part.slice(1) : part);
  });

/** The path without `.` and, as far as they can be taken back, `..`. */
const normalPath = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "." || (part === "" && parts.length > 0)) continue;
    const last = parts.at(-1);
    if (part === ".." && last !== undefined && last !== ".." && last !== "") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
};

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
const fileOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const isAbsolute = (path: string): boolean => path.startsWith("/");

/**
 * Whether a pattern of `rule_files`, which is relative to the file that it stands in, takes a file. Absolute patterns
 * say where the files lie on another machine: only the file's name is compared then.
 */
export const takesRuleFile = (pattern: string, writtenIn: string, path: string): boolean => {
  const whole = isAbsolute(pattern) ? pattern : normalPath(`${folderOf(writtenIn)}${pattern}`);
  const file = normalPath(path);
  const comparable = !isAbsolute(pattern) && isAbsolute(whole) === isAbsolute(file);
  const [wanted, given] = comparable ? [whole, file] : [fileOf(whole), fileOf(file)];
  if (wanted === given) return true;
  if (!/[*?[\\]/.test(wanted)) return false;
  try {
    return matchesValue({ operator: "=~", value: expressionOf(wanted) }, given);
  } catch {
    // What is no pattern, such as `[z-a]`, takes nothing.
    return false;
  }
};
