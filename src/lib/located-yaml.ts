import type { Event } from "js-yaml";
import { eventsOf, type SyntaxFault } from "./located-yaml-events.ts";
import { MAX_NODES, MAX_PROBLEMS, nodesOf } from "./located-yaml-nodes.ts";
import { isTemplate, syntaxMend, templateProblem } from "./located-yaml-problems.ts";
import type { LocatedText, SourceProblem } from "./source.ts";
import { commentsAmong, type YamlComment } from "./yaml-comments.ts";
import type { YamlNode } from "./yaml-node.ts";
import {
  fileSource,
  innerSource,
  type ProblemText,
  partOf,
  problemAt,
  type YamlSource,
} from "./yaml-source.ts";

/** What a YAML text says: the roots of its documents, its comments, and what is wrong with it. */
export type LocatedYaml = {
  readonly documents: readonly YamlNode[];
  readonly comments: readonly YamlComment[];
  readonly problems: readonly SourceProblem[];
};

/** Kubernetes takes 1 MiB, and 10,000 rules are about 6 MB. */
const MAX_CHARACTERS = 10_000_000;

/**
 * Nearly every value needs one of these, and most texts have two or three of them for a value, so that
 * a text is known to be too large before memory is spent on it.
 */
const MAX_MARKS = 1_200_000;
const MARKS = new Set(Array.from("\n\r,[{:?-", (mark) => mark.charCodeAt(0)));

const TOO_MANY: ProblemText = {
  rule: "yaml-size",
  message: `the file seems to have more than ${MAX_NODES} values`,
  mend: "split the file",
};

const countMarks = (text: string): number => {
  let marks = 0;
  for (let at = 0; at < text.length; at++) if (MARKS.has(text.charCodeAt(at))) marks += 1;
  return marks;
};

const sizeProblem = ({ text }: YamlSource): ProblemText | undefined => {
  if (text.length > MAX_CHARACTERS) {
    return {
      rule: "yaml-size",
      message: `the file has ${text.length} characters, and no more than ${MAX_CHARACTERS} are read`,
      mend: "split the file",
    };
  }
  const isDense = text.length > MAX_MARKS && countMarks(text) > MAX_MARKS;
  return isDense ? TOO_MANY : undefined;
};

const lineAround = (text: string, at: number): string => {
  const from = text.lastIndexOf("\n", Math.max(at - 1, 0)) + 1;
  const to = text.indexOf("\n", from);
  return text.slice(from, to === -1 ? undefined : to).slice(0, 1000);
};

const linesBefore = (text: string, at: number): string =>
  text.slice(0, at).split("\n").slice(-3).join("\n").slice(-1000);

const fromEvents = (source: YamlSource, events: readonly Event[]): LocatedYaml => {
  if (events.length > MAX_MARKS) {
    return { documents: [], comments: [], problems: [problemAt(source, 0, TOO_MANY)] };
  }
  const { documents, problems } = nodesOf(source, events);
  return { documents, problems, comments: commentsAmong(source, events) };
};

const joined = (parts: readonly LocatedYaml[]): LocatedYaml => ({
  documents: parts.flatMap(({ documents }) => documents),
  comments: parts.flatMap(({ comments }) => comments),
  problems: parts.flatMap(({ problems }) => problems).slice(0, MAX_PROBLEMS),
});

/** A template of YAML breaks at the first of its actions that stands alone on a line. */
const problemOf = (source: YamlSource, { offset, reason }: SyntaxFault): SourceProblem => {
  const line = lineAround(source.text, offset);
  const isAtAction = isTemplate(line) || isTemplate(linesBefore(source.text, offset));
  return problemAt(
    source,
    offset,
    isAtAction
      ? templateProblem
      : {
          rule: "yaml-syntax",
          message: `this is not YAML: ${reason}`,
          mend: syntaxMend(reason, line),
        },
  );
};

const refused = (source: YamlSource, fault: SyntaxFault): LocatedYaml => ({
  documents: [],
  comments: [],
  problems: [problemOf(source, fault)],
});

/** Where documents begin: a line of its own cannot begin with `---` otherwise. */
const documentStarts = (text: string): number[] => [
  0,
  ...Array.from(text.matchAll(/^---(?=\s|$)/gm), ({ index }) => index).filter((index) => index > 0),
];

/** Each document by itself, so that a broken one takes no other with it. */
const readApart = (source: YamlSource, starts: readonly number[]): LocatedYaml => {
  const parts = starts.map((start, index) =>
    partOf(source, start, source.text.slice(start, starts[index + 1])),
  );
  return joined(
    parts.map((part) => {
      const read = eventsOf(part.text);
      return "events" in read ? fromEvents(part, read.events) : refused(part, read.fault);
    }),
  );
};

const readSource = (source: YamlSource): LocatedYaml => {
  const tooLarge = sizeProblem(source);
  if (tooLarge !== undefined) {
    return { documents: [], comments: [], problems: [problemAt(source, 0, tooLarge)] };
  }
  const read = eventsOf(source.text);
  if ("events" in read) return fromEvents(source, read.events);
  const problem = problemOf(source, read.fault);
  const starts = documentStarts(source.text);
  const isWhole = starts.length === 1 || problem.rule === templateProblem.rule;
  return isWhole ? refused(source, read.fault) : readApart(source, starts);
};

/**
 * Reads YAML as Go's yaml packages do, and keeps where everything stands. Anchors, aliases and merge
 * keys are resolved: what an alias stands for keeps the place where it was written. Mistakes are
 * problems, never exceptions; what can be read is in `documents` all the same.
 */
export const parseYaml = (text: string, file: string): LocatedYaml =>
  readSource(fileSource(text, file));

/** Reads YAML inside YAML, such as a file in a ConfigMap; places are those of the outer file. */
export const parseYamlIn = (located: LocatedText): LocatedYaml => readSource(innerSource(located));
