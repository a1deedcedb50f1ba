import { type LocatedYaml, parseYaml } from "../../../lib/located-yaml.ts";
import type { LocatedText, Place, SourceProblem } from "../../../lib/source.ts";
import { type FieldReader, fieldReader, type LocatedTextPair } from "../../../lib/yaml-fields.ts";
import type { YamlNode } from "../../../lib/yaml-node.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";

/** Labels of an alert and the receivers that it must get to, in their order. */
export type RouteTest = {
  readonly place: Place;
  readonly name: LocatedText | undefined;
  readonly labels: readonly LocatedTextPair[];
  readonly receivers: readonly LocatedText[];
};

/** A file of route tests. */
export type RouteTestFile = {
  readonly file: string;
  readonly place: Place;
  /** The configuration's path from this file; undefined where there is only one that can be meant. */
  readonly alertmanager: LocatedText | undefined;
  readonly tests: readonly RouteTest[];
};

const FILE_FIELDS = ["alertmanager", "route_tests"];
const TEST_FIELDS = ["name", "labels", "receivers"];

/** True for what can only be a file of route tests. */
const holdsRouteTests = (root: YamlNode): boolean => fieldOf(root, "route_tests") !== undefined;

const readTest = (node: YamlNode, reader: FieldReader): RouteTest | undefined => {
  const fields = reader.fields(node, { what: "the route test", known: TEST_FIELDS });
  if (fields === undefined) return undefined;
  const receivers = reader
    .items(fields.get("receivers"), "receivers")
    .flatMap((item) => reader.text(item, "an entry of receivers") ?? []);
  if (receivers.length === 0 || fields.get("labels") === undefined) {
    reader.report("missing-field", fields.place, {
      message: "the route test lacks its labels or its receivers",
      mend: "write both labels: {severity: critical} and receivers: [pager]; every alert has a receiver",
    });
    return undefined;
  }
  return {
    place: fields.place,
    name: reader.text(fields.get("name"), "name of the route test"),
    labels: reader.pairs(fields.get("labels"), "labels of the route test"),
    receivers,
  };
};

export type RouteTestFileReading = {
  /** Undefined when the text holds no route tests. */
  readonly tests: RouteTestFile | undefined;
  readonly problems: readonly SourceProblem[];
};

const readRoot = (root: YamlNode, { problems }: LocatedYaml): RouteTestFileReading => {
  const reader = fieldReader();
  const fields = reader.fields(root, { what: "the file of route tests", known: FILE_FIELDS });
  if (fields === undefined) return { tests: undefined, problems: reader.problems };
  const tests = reader
    .items(fields.get("route_tests"), "route_tests")
    .flatMap((node) => readTest(node, reader) ?? []);
  return {
    tests: {
      file: root.place.file,
      place: root.place,
      alertmanager: reader.text(fields.get("alertmanager"), "alertmanager"),
      tests,
    },
    problems: [...problems, ...reader.problems],
  };
};

/** Reads a file of route tests and goes on after what is wrong. */
export const readRouteTestFile = (text: string, file: string): RouteTestFileReading => {
  if (!/\broute_tests\b/.test(text)) return { tests: undefined, problems: [] };
  const yaml = parseYaml(text, file);
  const root = yaml.documents.find(holdsRouteTests);
  return root === undefined ? { tests: undefined, problems: [] } : readRoot(root, yaml);
};
