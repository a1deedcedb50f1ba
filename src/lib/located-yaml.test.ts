import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { parseYaml, parseYamlIn } from "./located-yaml.ts";
import type { YamlMap, YamlNode, YamlScalar } from "./yaml-node.ts";

const only = (text: string): YamlNode => {
  const { documents, problems } = parseYaml(text, "a.yml");
  expect(problems).toEqual([]);
  expect(documents).toHaveLength(1);
  const [root] = documents;
  if (root === undefined) throw new Error("no document");
  return root;
};

const asMap = (node: YamlNode | undefined): YamlMap => {
  if (node?.kind !== "map") throw new Error("not a mapping");
  return node;
};

const nodeAt = (node: YamlNode, ...path: string[]): YamlNode => {
  const [key, ...rest] = path;
  if (key === undefined) return node;
  const value =
    node.kind === "list"
      ? node.items[Number(key)]
      : asMap(node).entries.find((entry) => entry.key.text === key)?.value;
  if (value === undefined) throw new Error(`no ${key}`);
  return nodeAt(value, ...rest);
};

const scalarAt = (node: YamlNode, ...path: string[]): YamlScalar => {
  const value = nodeAt(node, ...path);
  if (value.kind !== "scalar") throw new Error("not a scalar");
  return value;
};

/** Every character of the scalar as it stands in the file. */
const writtenCharacters = (text: string, scalar: YamlScalar): string =>
  Array.from(scalar.text, (_, index) => text.charAt(scalar.offsetAt(index))).join("");

const plainOf = (node: YamlNode): unknown => {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "list") return node.items.map(plainOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainOf(value)]));
};

test("every character of a literal block stands where it was written", () => {
  const text = "expr: |\n  rate(x[5m])\n\n    > 0\nfor: 5m\n";
  const expr = scalarAt(only(text), "expr");
  expect(expr.text).toBe("rate(x[5m])\n\n  > 0\n");
  expect(writtenCharacters(text, expr)).toBe(expr.text);
  expect(expr.placeAt(expr.text.indexOf(">"))).toEqual({ file: "a.yml", line: 4, column: 5 });
  expect(expr.place).toEqual({ file: "a.yml", line: 1, column: 7 });
});

test("every character of a folded block stands where it was written", () => {
  const text = "expr: >-\n  sum(\n    a\n  )\n  >\n\n  1\n\n";
  const expr = scalarAt(only(text), "expr");
  expect(expr.text).toBe("sum(\n  a\n) >\n1");
  expect(expr.placeAt(expr.text.indexOf(">"))).toMatchObject({ line: 5, column: 3 });
  expect(expr.placeAt(expr.text.indexOf("1"))).toMatchObject({ line: 7, column: 3 });
  expect(expr.offsetAt(expr.text.length)).toBe(text.indexOf("1") + 1);
});

test("escapes of double quotes stand at their backslash", () => {
  const text = 'a: "x\\"y\\u00e9\\U0001F600z \\\n   q"';
  const scalar = scalarAt(only(text), "a");
  expect(scalar.text).toBe('x"yé\u{1F600}z q');
  expect(scalar.offsetAt(1)).toBe(text.indexOf('\\"'));
  expect(scalar.offsetAt(2)).toBe(text.indexOf("y"));
  expect(scalar.offsetAt(3)).toBe(text.indexOf("\\u"));
  expect(scalar.offsetAt(scalar.text.indexOf("z"))).toBe(text.indexOf("z"));
  expect(scalar.placeAt(scalar.text.indexOf("q"))).toMatchObject({ line: 2, column: 4 });
});

test("doubled single quotes and folded plain lines stand where they were written", () => {
  const text = "a: 'it''s\n  so'\nb: one\n  two\n\n  three # end\n";
  const root = only(text);
  const quoted = scalarAt(root, "a");
  expect(quoted.text).toBe("it's so");
  expect(quoted.offsetAt(3)).toBe(text.indexOf("s\n"));
  expect(quoted.placeAt(5)).toMatchObject({ line: 2, column: 3 });
  const plain = scalarAt(root, "b");
  expect(plain.text).toBe("one two\nthree");
  expect(plain.placeAt(plain.text.indexOf("three"))).toMatchObject({ line: 6, column: 3 });
  expect(plain.span).toEqual({ from: text.indexOf("one"), to: text.indexOf(" # end") });
});

test("characters that are no folds or escapes are found again in whatever is written", () => {
  const style = fc.constantFrom(
    "PLAIN" as const,
    "QUOTE_DOUBLE" as const,
    "QUOTE_SINGLE" as const,
    "BLOCK_LITERAL" as const,
    "BLOCK_FOLDED" as const,
  );
  const words = fc
    .array(
      fc.constantFrom("up", " ", "\n", "\n\n", "a: b", '"', "'", "é", "  x", "\t", "#", "😀"),
      {
        maxLength: 40,
      },
    )
    .map((parts) => `x${parts.join("")}`);
  fc.assert(
    fc.property(
      words,
      style,
      fc.constantFrom("\n", "\r\n"),
      (value, defaultStringType, newline) => {
        const text = stringify({ a: value, b: ["c"] }, { defaultStringType, lineWidth: 20 });
        const written = text.replaceAll("\n", newline);
        const { documents, problems } = parseYaml(written, "a.yml");
        expect(problems).toEqual([]);
        const scalar = scalarAt(asMap(documents[0]), "a");
        expect(scalar.text).toBe(value);
        const wrong = Array.from(value, (character, index) => ({
          character,
          at: scalar.offsetAt(
            value.length === 0 ? 0 : Array.from(value).slice(0, index).join("").length,
          ),
        })).filter(({ character, at }) => {
          const found = String.fromCodePoint(written.codePointAt(at) ?? 0);
          if (character === "\n" || character === " ") return !/[\s\\]/.test(found);
          return found !== character && found !== "\\";
        });
        expect(wrong).toEqual([]);
      },
    ),
    { seed: 4, numRuns: 300 },
  );
});

test("flow collections end behind their bracket, block collections behind their last value", () => {
  const text = "a: [x, {b: c}] # ]\nd:\n  - e\n  - f: {}\ng:\n";
  const root = only(text);
  const spanText = (...path: string[]) => {
    const { span } = nodeAt(root, ...path);
    return text.slice(span.from, span.to);
  };
  expect(spanText("a")).toBe("[x, {b: c}]");
  expect(spanText("a", "1")).toBe("{b: c}");
  expect(spanText("d")).toBe("- e\n  - f: {}");
  expect(spanText("d", "1", "f")).toBe("{}");
  expect(nodeAt(root, "g").place).toMatchObject({ line: 5, column: 3 });
});

test("values that were left out stand behind their colon or dash", () => {
  const root = only("a:\nb:\n  - x\n  # nothing\n  -\n");
  expect(nodeAt(root, "a").place).toMatchObject({ line: 1, column: 3 });
  expect(nodeAt(root, "b", "1").place).toMatchObject({ line: 5, column: 4 });
  expect(scalarAt(root, "a").plain).toBe(true);
});

test("aliases and merge keys give what they stand for, and own keys go first", () => {
  const root = only(
    "base: &b {severity: page, team: x}\nlabels:\n  team: y\n  <<: *b\nagain: *b\n",
  );
  expect(plainOf(nodeAt(root, "labels"))).toEqual({ team: "y", severity: "page" });
  expect(plainOf(nodeAt(root, "again"))).toEqual({ severity: "page", team: "x" });
  expect(scalarAt(root, "labels", "severity").place.line).toBe(1);
});

test.each([
  ["a: *nobody\n", "yaml-alias", 1, 4],
  ["a: &a [*a]\n", "yaml-alias", 1, 8],
  ["a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1],
  ["a: {{ x }}\n", "yaml-key", 1, 5],
  ["a:\n\tb: 1\n", "yaml-syntax", 2, 1],
  ["a: 'x\n", "yaml-syntax", 2, 1],
  ["<<: 5\n", "yaml-alias", 1, 5],
])("%j is a %s at %i:%i", (text, rule, ...[line, column]) => {
  const { problems } = parseYaml(text, "a.yml");
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ rule, place: { file: "a.yml", line, column } });
});

test("a broken document takes no other document with it", () => {
  const { documents, problems } = parseYaml("a: 1\n---\nb: [\n---\nc: 3\n", "a.yml");
  expect(documents.map(plainOf)).toEqual([{ a: "1" }, { c: "3" }]);
  expect(documents[1]?.place).toMatchObject({ line: 5, column: 1 });
  expect(problems).toHaveLength(1);
});

test("a template of YAML is one problem that says to render it first", () => {
  const text = "groups:\n{{- range .Values.groups }}\n- name: {{ .name }}\n{{- end }}\n";
  const { problems } = parseYaml(text, "a.yml");
  expect(problems).toHaveLength(1);
  expect(problems[0]?.rule).toBe("yaml-template");
  expect(problems[0]?.mend).toContain("helm template");
});

test("alert templates in a block are no template of YAML", () => {
  const text = "a: |\n  {{ range .x }}\n  {{ end }}\nb: c\nd: [\n";
  expect(parseYaml(text, "a.yml").problems[0]?.rule).toBe("yaml-syntax");
});

test("aliases of aliases end in a problem, not in memory", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 12; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(", ")}]`,
    );
  }
  const { documents, problems } = parseYaml(lines.join("\n"), "a.yml");
  expect(documents).toEqual([]);
  expect(problems.map(({ rule }) => rule)).toEqual(["yaml-size"]);
});

test("a chain of aliases that nests too deeply is a problem", () => {
  const lines = ["a0: &a0 [x]"];
  for (let level = 1; level < 200; level++) lines.push(`a${level}: &a${level} [*a${level - 1}]`);
  const { problems } = parseYaml(lines.join("\n"), "a.yml");
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]?.message).toContain("nests more than");
});

test("deep nesting and large files are problems", () => {
  expect(parseYaml("[".repeat(100_000), "a.yml").problems).toHaveLength(1);
  expect(parseYaml("x".repeat(10_000_001), "a.yml").problems[0]?.rule).toBe("yaml-size");
  expect(parseYaml(`[${"a,".repeat(2_100_000)}a]`, "a.yml").problems[0]?.rule).toBe("yaml-size");
});

test("a byte order mark and CRLF do not shift places", () => {
  const { documents, problems } = parseYaml("\uFEFFa: 1\r\nb: |\r\n  x\r\n  y\r\n", "a.yml");
  expect(problems).toEqual([]);
  const scalar = scalarAt(asMap(documents[0]), "b");
  expect(scalar.text).toBe("x\ny\n");
  expect(scalar.placeAt(2)).toMatchObject({ line: 4, column: 3 });
});

test("comments are found beside values and not in them", () => {
  const text = [
    "# top",
    "a: 1 # beside",
    'b: "no # comment"',
    "c: x#y",
    "d: | # header",
    "  # text of d",
    "  z",
    "# end",
    "",
  ].join("\n");
  const { comments } = parseYaml(text, "a.yml");
  expect(comments.map(({ text: said, alone, place }) => [said, alone, place.line])).toEqual([
    ["top", true, 1],
    ["beside", false, 2],
    ["header", false, 5],
    ["end", true, 8],
  ]);
});

test("YAML inside YAML has places and comments of the outer file", () => {
  const text = "stringData:\n  alertmanager.yaml: |\n    # why\n    route:\n      receiver: 'x'\n";
  const inner = parseYamlIn(scalarAt(only(text), "stringData", "alertmanager.yaml"));
  expect(inner.problems).toEqual([]);
  expect(inner.comments[0]?.place).toMatchObject({ line: 3, column: 5 });
  const [root] = inner.documents;
  const receiver = scalarAt(asMap(root), "route", "receiver");
  expect(receiver.place).toMatchObject({ line: 5, column: 17 });
  expect(text.slice(receiver.span.from, receiver.span.to)).toBe("'x'");
  expect(receiver.placeAt(0)).toMatchObject({ line: 5, column: 18 });
});

test("tags decide whether a scalar may be more than text", () => {
  const root = only("a: !!str 5\nb: !!int '5'\nc: 5\nd: '5'\n");
  const plain = ["a", "b", "c", "d"].map((key) => scalarAt(root, key).plain);
  expect(plain).toEqual([false, true, true, false]);
});

test.each([
  ["a:\t[x]\n", { a: ["x"] }],
  ["a: [\nx,\ny\n]\nb: c\n", { a: ["x", "y"], b: "c" }],
  ["a: {\nx: y\n}\n", { a: { x: "y" } }],
  ["a: 'x\ny'\n", { a: "x y" }],
  ["a: [x]# y\nb: 'c'#d\n", { a: ["x"], b: "c" }],
  ['a: "x\n\n\ty\\\nz"\nb: c\n', { a: "x\nyz", b: "c" }],
])("%j is read as Go reads it", (text, expected) => {
  expect(plainOf(only(text))).toEqual(expected);
});

test("what stands on a line without indentation keeps its place", () => {
  const text = 'a: "x\ny"\nb: c\n';
  const scalar = scalarAt(only(text), "a");
  expect(scalar.placeAt(scalar.text.indexOf("y"))).toMatchObject({ line: 2, column: 1 });
});

test.each(["a: x\n\t\nb: c\n", "a:\n  -\tx\n", "a:\n  b: c\n\t# d\n"])(
  "the tab in %j is refused as Go refuses it",
  (text) => {
    expect(parseYaml(text, "a.yml").problems[0]?.mend).toBe("indent with spaces only");
  },
);

test.each(["a: |\n  x\n  \ty\n", "a: [x,\n\ty]\n", "a: 'x\n  \ty'\n", "a: x\t# y\n"])(
  "the tab in %j is no indentation",
  (text) => {
    expect(parseYaml(text, "a.yml").problems).toEqual([]);
  },
);
