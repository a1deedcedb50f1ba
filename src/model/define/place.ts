import type { DefinedAt } from "../definition.ts";

type Caller = (...input: never[]) => unknown;

/**
 * Where `entry` was called: the absolute path and the line in the caller's source. Undefined where
 * the engine keeps no stack.
 */
export const placeOfCall = (entry: Caller): DefinedAt => {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, entry);
  const frame = trace.stack?.split("\n")[1] ?? "";
  const [, path, line] = /\(?(?:file:\/\/)?(\/[^()]*?):(\d+):\d+\)?$/.exec(frame) ?? [];
  if (path === undefined) return undefined;
  return { file: frame.includes("file://") ? decodeURIComponent(path) : path, line: Number(line) };
};

const folderOf = (path: string): string[] => path.split("/").slice(0, -1);

const relativePath = (folder: readonly string[], path: string): string => {
  const target = path.split("/");
  let shared = 0;
  while (shared < folder.length && folder[shared] === target[shared]) shared++;
  return [...folder.slice(shared).map(() => ".."), ...target.slice(shared)].join("/");
};

const isPlace = (value: object): value is NonNullable<DefinedAt> =>
  "file" in value && typeof value.file === "string" && "line" in value;

const withPlaces = (value: unknown, rename: (file: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((item) => withPlaces(item, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) =>
      key === "definedAt" && typeof field === "object" && field !== null && isPlace(field)
        ? [key, { ...field, file: rename(field.file) }]
        : [key, withPlaces(field, rename)],
    ),
  );
};

/**
 * A copy of plain data in which every place is named relative to the folder of `place`, so that it
 * reads the same on every machine.
 */
export const placedRelativeTo = <T>(value: T, place: DefinedAt): T => {
  if (place === undefined) return value;
  const folder = folderOf(place.file);
  // The copy has the shape of the original: only the text of `definedAt.file` differs.
  return withPlaces(value, (file) => relativePath(folder, file)) as T;
};
