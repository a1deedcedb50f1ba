const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** One part of a pattern of Go's filepath.Match: `*`, `?`, `[a-z]`, `[^a]` and `\\` before any of them. */
const PART = /\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|\*|\?|[\s\S]/g;

const partExpression = (part: RegExpMatchArray): string => {
  const [whole, escaped, negation, characters] = part;
  if (escaped !== undefined) return escapeRegExp(escaped);
  if (characters !== undefined) return `[${negation}${characters.replaceAll("[", "\\[")}]`;
  if (whole === "*") return "[^/]*";
  return whole === "?" ? "[^/]" : escapeRegExp(whole);
};

const compile = (pattern: string): RegExp | undefined => {
  const source = Array.from(pattern.matchAll(PART), partExpression).join("");
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    return undefined;
  }
};

/** Whether a pattern can stand for anything but itself. */
export const isPattern = (path: string): boolean => /[*?[\\]/.test(path);

/** A test of paths by the patterns that Prometheus takes for files; a malformed pattern fits nothing. */
export const pathTest = (pattern: string): ((path: string) => boolean) => {
  if (!isPattern(pattern)) return (path) => path === pattern;
  const expression = compile(pattern);
  return (path) => expression?.test(path) ?? false;
};

/** The path with `.` and `..` worked out, separated by `/`. */
export const normalPath = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return `${path.startsWith("/") ? "/" : ""}${parts.join("/")}`;
};

/** A path as it is written in a file, from where that file is read. */
export const pathFrom = (file: string, written: string): string =>
  written.startsWith("/")
    ? normalPath(written)
    : normalPath(`${file.slice(0, file.lastIndexOf("/") + 1)}${written}`);
