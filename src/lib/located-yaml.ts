import { type Event, parseEvents, YAMLException } from "js-yaml";
import { MAX_DEPTH, MAX_NODES, nodesOf } from "./located-yaml-nodes.ts";
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
const MAX_MARKS = 4 * MAX_NODES;
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
  if (text.length > MAX_NODES && countMarks(text) > MAX_MARKS) {
    return TOO_MANY;
  }
  return undefined;
};

const lineAround = (text: string, at: number): string => {
  const from = text.lastIndexOf("\n", Math.max(at - 1, 0)) + 1;
  const to = text.indexOf("\n", from);
  return text.slice(from, to === -1 ? undefined : to).slice(0, 1000);
};

type Events = { readonly events: Event[] } | { readonly offset: number; readonly reason: string };

const eventsOf = (text: string): Events => {
  try {
    return { events: parseEvents(text, { maxDepth: MAX_DEPTH }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { offset: Math.min(error.mark?.position ?? 0, text.length), reason: error.reason };
  }
};

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
  problems: parts.flatMap(({ problems }) => problems),
});

/** Where documents begin: a line of its own cannot begin with `---` otherwise. */
const documentStarts = (text: string): number[] => [
  0,
  ...Array.from(text.matchAll(/^---(?=\s|$)/gm), ({ index }) => index).filter((index) => index > 0),
];

/** Each document by itself, so that a broken one takes no other with it. */
const readApart = (source: YamlSource): LocatedYaml => {
  const starts = documentStarts(source.text);
  const parts = starts.map((start, index) =>
    partOf(source, start, source.text.slice(start, starts[index + 1])),
  );
  return joined(
    parts.map((part) => {
      const read = eventsOf(part.text);
      if ("events" in read) return fromEvents(part, read.events);
      const line = lineAround(part.text, read.offset);
      const problem = problemAt(part, read.offset, {
        rule: "yaml-syntax",
        message: `this is not YAML: ${read.reason}`,
        mend: syntaxMend(read.reason, line),
      });
      return { documents: [], comments: [], problems: [problem] };
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
  if (isTemplate(source.text)) {
    const offset = source.text.indexOf("{{");
    return { documents: [], comments: [], problems: [problemAt(source, offset, templateProblem)] };
  }
  return readApart(source);
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
