import { access, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Place } from "../../lib/source.ts";
import type { DefinedAt } from "../../model/definition.ts";
import type { Mistake } from "../../model/mistake.ts";
import type { System } from "../../model/system.ts";
import { type ReadFile, readFiles } from "./read-files.ts";
import { UnreadableInput } from "./unreadable-input.ts";

/** A mistake in definitions, its place relative to the working folder. */
export type PlacedMistake = Omit<Mistake, "place"> & { readonly place: Place };

/** What definitions give to those who examine rules and routes. */
export type ReadDefinitions = {
  /** As `tocsin build` would write it to the folder `out`, in memory. None when there are mistakes. */
  readonly files: readonly ReadFile[];
  readonly system: System | undefined;
  readonly mistakes: readonly PlacedMistake[];
  /** Where the alert of that name is defined, relative to the working folder. */
  readonly placeOfAlert: (alertname: string) => Place | undefined;
  /** Text of the modules in which something is defined, by path relative to the working folder. */
  readonly sources: Readonly<Record<string, string>>;
};

/** Everything that was named on the command line. */
export type Input = {
  readonly files: readonly ReadFile[];
  /** Paths of those that definitions compile to. */
  readonly compiled: ReadonlySet<string>;
  readonly system?: System;
  readonly placeOfAlert?: ReadDefinitions["placeOfAlert"];
  readonly mistakes: readonly PlacedMistake[];
  readonly sources: ReadDefinitions["sources"];
};

const MODULE = /\.[cm]?[jt]s$/;
const ENTRIES = ["tocsin.ts", "tocsin.js", "tocsin.mjs"];

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whether the path means definitions: a module, or a folder with a `tocsin.ts`. */
export const isDefinitions = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return false;
  if (!found.isDirectory()) return MODULE.test(path);
  return (await Promise.all(ENTRIES.map((name) => exists(join(path, name))))).includes(true);
};

/** The same rules and routes in the wrappers of Kubernetes, and what only Tocsin reads. */
const isRepeated = (path: string): boolean => path.startsWith("k8s/") || path === "catalog.json";

/** Loaded only when there are definitions: they take longer to load than a small check to run. */
const loadCompiler = async () => {
  const [rules, { compile }, { settledWatchdogName }, { loadDefinitions }] = await Promise.all([
    import("../../compile/alert-rule.ts"),
    import("../../compile/compile.ts"),
    import("../../model/delivery.ts"),
    import("../definitions/load.ts"),
  ]);
  return { alertsOf: rules.alertsOf, compile, settledWatchdogName, loadDefinitions };
};

type Compiler = Awaited<ReturnType<typeof loadCompiler>>;

const definedAlerts = (
  { watchdog, direct, services, definedAt: systemAt }: System,
  { alertsOf, settledWatchdogName }: Compiler,
): readonly [string, DefinedAt][] => [
  [watchdog.alertname, systemAt],
  [settledWatchdogName(watchdog), systemAt],
  [direct.alertname, direct.definedAt ?? systemAt],
  ...services
    .flatMap(alertsOf)
    .map(({ name, definedAt }): [string, DefinedAt] => [name, definedAt]),
];

const readSources = async (paths: Iterable<string>): Promise<Record<string, string>> => {
  const sources: Record<string, string> = {};
  for (const path of new Set(paths)) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) sources[path] = text;
  }
  return sources;
};

/** The first character of the line that is no space, as editors count. */
const columnIn = (text: string | undefined, line: number): number =>
  (text?.split("\n", line)[line - 1]?.search(/\S/) ?? 0) + 1 || 1;

/** Loads definitions and compiles them in memory. Throws UnreadableDefinitions when there are none. */
const readDefinitions = async (path: string): Promise<ReadDefinitions> => {
  const compiler = await loadCompiler();
  const { folder, runbooks, system, mistakes } = await compiler.loadDefinitions(path);
  const shown = (file: string): string => relative(process.cwd(), join(folder, file));
  const defined = system === undefined ? [] : definedAlerts(system, compiler);
  const places = [...defined.map(([, at]) => at), ...mistakes.map(({ place }) => place)];
  const sources = await readSources(
    places.flatMap((at) => (at === undefined ? [] : shown(at.file))),
  );
  const placeOf = (at: DefinedAt): Place | undefined => {
    if (at === undefined) return undefined;
    const file = shown(at.file);
    return { file, line: at.line, column: columnIn(sources[file], at.line) };
  };
  const placeByAlert = new Map(defined.map(([name, at]) => [name, placeOf(at)]));
  const artefacts = system === undefined ? {} : compiler.compile(system, runbooks);
  return {
    files: Object.entries(artefacts)
      .filter(([file]) => !isRepeated(file))
      .map(([file, text]) => ({ path: shown(join("out", file)), text, named: false })),
    system,
    mistakes: mistakes.map(({ place, ...mistake }) => ({
      ...mistake,
      place: placeOf(place) ?? { file: path, line: 1, column: 1 },
    })),
    placeOfAlert: (alertname) => placeByAlert.get(alertname),
    sources,
  };
};

/**
 * Reads what was named: definitions (at most one system), files, and folders in which everything that can be
 * examined is read.
 */
export const readInput = async (paths: readonly string[]): Promise<Input> => {
  const kinds = await Promise.all(paths.map(isDefinitions));
  const [first, second] = paths.filter((_, index) => kinds[index] === true);
  const files = await readFiles(paths.filter((_, index) => kinds[index] !== true));
  if (first === undefined) return { files, compiled: new Set(), mistakes: [], sources: {} };
  if (second !== undefined) {
    throw new UnreadableInput(
      `${first} and ${second} are definitions of two systems`,
      "name one of them at a time",
    );
  }
  const { files: artefacts, system, ...definitions } = await readDefinitions(first);
  const compiled = new Set(artefacts.map(({ path }) => path));
  return {
    ...definitions,
    compiled,
    files: [...artefacts, ...files.filter(({ path }) => !compiled.has(path))],
    ...(system === undefined ? {} : { system }),
  };
};
