import type { AliasEvent, MappingEvent, ScalarEvent, SequenceEvent } from "js-yaml";
import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from "js-yaml";
import { scalarOffsets } from "./located-yaml-scalar.ts";
import type { SourceProblem } from "./source.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "./yaml-node.ts";
import { type ProblemText, problemAt, type YamlSource } from "./yaml-source.ts";

/** Deeper nesting serves nobody, and what walks the nodes may recurse. */
export const MAX_DEPTH = 100;

/** Values in one text, those counted again that aliases repeat. */
export const MAX_NODES = 500_000;

/** Nobody mends more mistakes of one text at once. */
export const MAX_PROBLEMS = 100;

/** What an anchor stands for, with all that is below it. */
type Anchored = { readonly node: YamlNode; readonly size: number; readonly height: number };

/** A collection that is being read. */
type Open = {
  readonly event: MappingEvent | SequenceEvent;
  readonly items: YamlNode[];
  readonly entries: YamlEntry[];
  readonly keys: Set<string>;
  readonly merges: YamlNode[];
  readonly anchor: string | undefined;
  /** The key whose value comes next; null when the key could not be one. */
  key: YamlScalar | null | undefined;
  size: number;
  height: number;
};

type Reading = {
  readonly source: YamlSource;
  readonly documents: YamlNode[];
  readonly problems: SourceProblem[];
  readonly open: Open[];
  anchors: Map<string, Anchored | "open">;
  root: YamlNode | undefined;
  /** Where the reader stands: the end of what was read last. */
  at: number;
  size: number;
};

const report = (reading: Reading, offset: number, text: ProblemText) => {
  reading.problems.push(problemAt(reading.source, offset, text));
};

const skipComment = (text: string, at: number): number => {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
};

/** The first of these characters after `from`, past comments. */
const findMark = (text: string, from: number, marks: string): number => {
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (marks.includes(character)) return at;
    if (character === "#" && /\s/.test(text.charAt(at - 1))) at = skipComment(text, at);
  }
  return text.length;
};

/** The written form, with its quotes or the header of its block. */
const writtenSpan = ({ source, at }: Reading, event: ScalarEvent) => {
  const before = Math.max(at, event.anchorEnd, event.tagEnd);
  switch (event.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return { from: event.valueStart - 1, to: event.valueEnd + 1 };
    case SCALAR_STYLE.LITERAL_BLOCK:
      return { from: findMark(source.text, before, "|"), to: event.valueEnd };
    case SCALAR_STYLE.FOLDED_BLOCK:
      return { from: findMark(source.text, before, ">"), to: event.valueEnd };
    default:
      return { from: event.valueStart, to: event.valueEnd };
  }
};

/** A value that was left out stands behind its key's colon or its item's dash. */
const emptyAt = ({ source, at }: Reading, event: ScalarEvent): number => {
  const written = Math.max(event.anchorEnd, event.tagEnd);
  if (written >= 0) return written;
  let mark = at;
  while (/[\s#]/.test(source.text.charAt(mark))) {
    mark = source.text.charAt(mark) === "#" ? skipComment(source.text, mark) : mark + 1;
  }
  return /[:?-]/.test(source.text.charAt(mark)) ? mark + 1 : at;
};

/** Tags that leave it to the text what it means; others make it text. */
const TYPED_TAG = /^!(?:!|<tag:yaml\.org,2002:)(?:null|bool|int|float|merge|timestamp)>?$/;

const isPlain = (text: string, { style, tagStart, tagEnd }: ScalarEvent): boolean =>
  tagStart < 0 ? style === SCALAR_STYLE.PLAIN : TYPED_TAG.test(text.slice(tagStart, tagEnd));

type Within = (offset: number) => number;

/** From offsets of a scalar's text to offsets of the source. */
const withinOf = (source: YamlSource, event: ScalarEvent, emptyOffset: number): Within =>
  event.valueStart < 0 ? () => emptyOffset : scalarOffsets(source.text, event);

const scalarNode = (reading: Reading, event: ScalarEvent): YamlScalar => {
  const { source } = reading;
  const isEmpty = event.valueStart < 0;
  const emptyOffset = isEmpty ? emptyAt(reading, event) : 0;
  const written = isEmpty ? { from: emptyOffset, to: emptyOffset } : writtenSpan(reading, event);
  let within: Within | undefined;
  reading.at = Math.max(reading.at, written.to);
  return {
    kind: "scalar",
    plain: isPlain(source.text, event),
    text: isEmpty ? "" : getScalarValue(source.text, event),
    file: source.file,
    place: source.placeAt(written.from),
    span: { from: source.toFile(written.from), to: source.toFile(written.to) },
    offsetAt: (offset) => {
      within ??= withinOf(source, event, emptyOffset);
      return source.toFile(within(offset));
    },
    placeAt: (offset) => {
      within ??= withinOf(source, event, emptyOffset);
      return source.placeAt(within(offset));
    },
  };
};

const isMergeKey = (key: YamlScalar): boolean => key.plain && key.text === "<<";

const addKey = (reading: Reading, open: Open, node: YamlNode) => {
  if (node.kind !== "scalar") {
    open.key = null;
    reading.problems.push({
      rule: "yaml-key",
      place: node.place,
      message: "a key is a list or a mapping, and only text can be one",
      mend: "quote a value that begins with {, [ or {{; render a Helm chart's template before it is checked",
    });
    return;
  }
  if (!isMergeKey(node) && open.keys.has(node.text)) {
    reading.problems.push({
      rule: "yaml-duplicate-key",
      place: node.place,
      message: `the key ${node.text} is written twice in the same mapping`,
      mend: "keep one of the two",
    });
  }
  open.keys.add(node.text);
  open.key = node;
};

/** Hands a finished node to the collection or document that it belongs to. */
const addNode = (reading: Reading, { node, size, height }: Anchored) => {
  reading.size += 1;
  const open = reading.open.at(-1);
  if (open === undefined) {
    reading.root = node;
    return;
  }
  open.size += size;
  open.height = Math.max(open.height, height + 1);
  if (open.event.type === EVENT_ID.SEQUENCE) open.items.push(node);
  else if (open.key === undefined) addKey(reading, open, node);
  else {
    if (open.key !== null && isMergeKey(open.key)) open.merges.push(node);
    else if (open.key !== null) open.entries.push({ key: open.key, value: node });
    open.key = undefined;
  }
};

const anchorOf = ({ source }: Reading, event: ScalarEvent | MappingEvent | SequenceEvent) =>
  event.anchorStart < 0 ? undefined : source.text.slice(event.anchorStart, event.anchorEnd);

const readScalar = (reading: Reading, event: ScalarEvent) => {
  const anchored = { node: scalarNode(reading, event), size: 1, height: 1 };
  const anchor = anchorOf(reading, event);
  if (anchor !== undefined) reading.anchors.set(anchor, anchored);
  addNode(reading, anchored);
};

const openCollection = (reading: Reading, event: MappingEvent | SequenceEvent) => {
  const anchor = anchorOf(reading, event);
  if (anchor !== undefined) reading.anchors.set(anchor, "open");
  reading.at = Math.max(reading.at, event.start + 1);
  if (event.style === COLLECTION_STYLE.BLOCK && event.type === EVENT_ID.MAPPING) {
    reading.at = event.start;
  }
  reading.open.push({
    event,
    items: [],
    entries: [],
    keys: new Set(),
    merges: [],
    anchor,
    key: undefined,
    size: 1,
    height: 1,
  });
};

const mergedEntries = (reading: Reading, open: Open): YamlEntry[] => {
  if (open.merges.length === 0) return open.entries;
  const sources = open.merges.flatMap((node) => (node.kind === "list" ? node.items : [node]));
  const merged = [...open.entries];
  const seen = new Set(open.entries.map(({ key }) => key.text));
  for (const node of sources) {
    if (node.kind !== "map") {
      reading.problems.push({
        rule: "yaml-alias",
        place: node.place,
        message: "only a mapping can be merged with <<",
        mend: "merge the anchor of a mapping, or a list of such",
      });
      continue;
    }
    for (const entry of node.entries) {
      if (seen.has(entry.key.text)) continue;
      seen.add(entry.key.text);
      merged.push(entry);
    }
    open.size += node.entries.length;
    reading.size += node.entries.length;
  }
  return merged;
};

const closeCollection = (reading: Reading) => {
  const open = reading.open.pop();
  if (open === undefined) return;
  const { source } = reading;
  const { event, items } = open;
  if (event.style === COLLECTION_STYLE.FLOW) {
    const close = event.type === EVENT_ID.SEQUENCE ? "]" : "}";
    const isBracketed = "[{".includes(source.text.charAt(event.start));
    if (isBracketed) reading.at = findMark(source.text, reading.at, close) + 1;
  }
  const written = {
    place: source.placeAt(event.start),
    span: { from: source.toFile(event.start), to: source.toFile(reading.at) },
  };
  const node: YamlNode =
    event.type === EVENT_ID.SEQUENCE
      ? { kind: "list", ...written, items }
      : { kind: "map", ...written, entries: mergedEntries(reading, open) };
  const anchored = { node, size: open.size, height: open.height };
  if (open.anchor !== undefined) reading.anchors.set(open.anchor, anchored);
  addNode(reading, anchored);
};

const nothingAt = ({ source }: Reading, offset: number): YamlScalar => ({
  kind: "scalar",
  plain: true,
  text: "",
  file: source.file,
  place: source.placeAt(offset),
  span: { from: source.toFile(offset), to: source.toFile(offset) },
  offsetAt: () => source.toFile(offset),
  placeAt: () => source.placeAt(offset),
});

const readAlias = (reading: Reading, { anchorStart, anchorEnd }: AliasEvent) => {
  const offset = anchorStart - 1;
  const name = reading.source.text.slice(anchorStart, anchorEnd);
  const anchored = reading.anchors.get(name);
  reading.at = anchorEnd;
  if (anchored !== undefined && anchored !== "open") {
    if (reading.open.length + anchored.height <= MAX_DEPTH) {
      reading.size += anchored.size;
      addNode(reading, anchored);
      return;
    }
    report(reading, offset, {
      rule: "yaml-alias",
      message: `with *${name} the document nests more than ${MAX_DEPTH} levels`,
      mend: "write what the alias stands for",
    });
  } else {
    report(reading, offset, {
      rule: "yaml-alias",
      message:
        anchored === undefined
          ? `*${name} refers to an anchor that does not stand before it`
          : `*${name} stands inside the anchor that it refers to`,
      mend: "anchor the value with &name before it is used, and quote text that begins with *",
    });
  }
  addNode(reading, { node: nothingAt(reading, offset), size: 1, height: 1 });
};

const startDocument = (reading: Reading) => {
  reading.anchors = new Map();
  reading.root = undefined;
};

const endOf = (reading: Reading) => {
  if (reading.open.length > 0) {
    closeCollection(reading);
    return;
  }
  if (reading.root !== undefined) reading.documents.push(reading.root);
  reading.root = undefined;
};

const readEvent = (reading: Reading, event: Event) => {
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      startDocument(reading);
      break;
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      openCollection(reading, event);
      break;
    case EVENT_ID.SCALAR:
      readScalar(reading, event);
      break;
    case EVENT_ID.ALIAS:
      readAlias(reading, event);
      break;
    default:
      endOf(reading);
  }
};

/** The documents that the parser's events describe. */
export const nodesOf = (source: YamlSource, events: readonly Event[]) => {
  const reading: Reading = {
    source,
    documents: [],
    problems: [],
    open: [],
    anchors: new Map(),
    root: undefined,
    at: 0,
    size: 0,
  };
  for (const event of events) {
    readEvent(reading, event);
    if (reading.problems.length >= MAX_PROBLEMS) break;
    if (reading.size <= MAX_NODES) continue;
    report(reading, 0, {
      rule: "yaml-size",
      message: `the document has more than ${MAX_NODES} values, those counted again that aliases repeat`,
      mend: "split the file, or write less with aliases of aliases",
    });
    return { documents: [], problems: reading.problems };
  }
  return { documents: reading.documents, problems: reading.problems };
};
