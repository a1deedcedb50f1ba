import type { Span } from "../../source.ts";
import type { StringNode } from "../syntax/node.ts";

/** The way to a value from the data: fields, keys and methods by name, `[]` for each element of a list. */
export type Path = readonly string[];

export const ELEMENT = "[]";

/** A function that a value went through, with the format where it is printf's. */
export type Passage = { readonly name: string; readonly format: string | undefined };

/** What becomes of a value: an action's text, a condition, the list of a range, a variable, a template's data. */
export type Role = "printed" | "condition" | "range" | "assigned" | "template";

/** A place in the text of a definition. `source` is the name of the text it stands in. */
export type Location = { readonly source: string; readonly template: string; readonly span: Span };

/** One place where a template reads a part of its data. */
export type ValueUse = Location & {
  readonly path: Path;
  readonly role: Role;
  /** Innermost first. */
  readonly through: readonly Passage[];
  /** An `if` or `with` around it makes sure that it is there, or an `or` has something in its place. */
  readonly isGuarded: boolean;
};

/** A string as written: `offsets[i]` is where its character `i` begins in the text of the definition. */
export type LocatedLiteral = { readonly text: string; readonly offsets: readonly number[] };

/** One argument: what it is written as, where that is a string; `format` where printf makes it of one. */
export type ArgumentUse = {
  readonly literal: LocatedLiteral | undefined;
  readonly format: LocatedLiteral | undefined;
};

/** One call of a function, what a pipeline hands on being its last argument. */
export type CallUse = Location & {
  readonly name: string;
  readonly args: readonly ArgumentUse[];
};

/** One call of a template. */
export type TemplateUse = Location & { readonly name: string; readonly isDefined: boolean };

/** A use whose end is not known yet. */
export type OpenUse = Omit<Location, "span"> & {
  span: Span;
  path: Path;
  through: Passage[];
  isGuarded: boolean;
};

/** What is known of a value: where it may come from, and what it is written as. */
export type Flow = {
  readonly paths: readonly Path[];
  readonly uses: readonly OpenUse[];
  readonly literal: StringNode | undefined;
  readonly format: StringNode | undefined;
};

export const NO_FLOW: Flow = { paths: [], uses: [], literal: undefined, format: undefined };

export const literalFlow = (literal: StringNode): Flow => ({ ...NO_FLOW, literal });

/** The most ways of which one value is kept. */
const MOST_PATHS = 16;

export const pathKey = (path: Path): string => JSON.stringify(path);

export const joinPaths = (a: readonly Path[], b: readonly Path[]): readonly Path[] => {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const joined = new Map([...a, ...b].map((path) => [pathKey(path), path]));
  return [...joined.values()].slice(0, MOST_PATHS);
};

export const locatedLiteral = (node: StringNode | undefined): LocatedLiteral | undefined =>
  node === undefined
    ? undefined
    : {
        text: node.unquoted.text,
        offsets: node.unquoted.offsets.map((offset) => node.span.from + offset),
      };
