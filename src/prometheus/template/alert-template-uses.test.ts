import { expect, test } from "vitest";
import { type AlertTemplateUses, alertTemplateUses } from "./alert-template-uses.ts";

const usesOf = (text: string): AlertTemplateUses => {
  const uses = alertTemplateUses(text, "A", "current");
  if ("error" in uses) throw new Error(uses.error.message);
  return uses;
};

const labelsOf = (text: string) =>
  usesOf(text).labels.map(({ name, span, isGuarded }) => ({
    name,
    written: text.slice(span.from, span.to),
    isGuarded,
  }));

test("labels are found however they are written, each with its place", () => {
  const text = 'on {{ $labels.a }} {{ .Labels.b }} {{ index $labels "c" }} {{ ($labels).d }}';
  expect(labelsOf(text)).toEqual([
    { name: "a", written: "$labels.a", isGuarded: false },
    { name: "b", written: ".Labels.b", isGuarded: false },
    { name: "c", written: 'index $labels "c"', isGuarded: false },
    { name: "d", written: "($labels).d", isGuarded: false },
  ]);
});

test("labels are followed through variables, with and templates", () => {
  const text =
    '{{ $x := $labels.a }}{{ $x }}{{ with $labels }}{{ .b }}{{ end }}{{ define "t" }}{{ .c }}{{ end }}{{ template "t" $labels }}';
  const names = usesOf(text)
    .labels.filter(({ role }) => role === "printed")
    .map(({ name }) => name);
  expect(names).toEqual(["a", "b", "c"]);
});

test("a label is guarded where a condition made sure of it or something else is in its place", () => {
  const text =
    '{{ if $labels.a }}{{ $labels.a }}{{ else }}{{ $labels.a }}{{ end }}{{ or $labels.b "x" }}{{ with $labels.c }}{{ . }}{{ end }}';
  const printed = usesOf(text).labels.filter(({ role }) => role === "printed");
  expect(printed.map(({ name, isGuarded }) => [name, isGuarded])).toEqual([
    ["a", true],
    ["a", false],
    ["b", true],
    ["c", true],
  ]);
});

test("all labels at once are a use without a name", () => {
  expect(labelsOf("{{ $labels }}")).toMatchObject([{ name: undefined }]);
});

test("the value has the functions that it goes through", () => {
  const text =
    '{{ $value }} {{ $value | humanize | toUpper }} {{ printf "%.2f" .Value }} {{ if gt $value 5.0 }}{{ end }}';
  expect(usesOf(text).values.map(({ role, through }) => [role, through])).toEqual([
    ["printed", []],
    [
      "printed",
      [
        { name: "humanize", format: undefined },
        { name: "toUpper", format: undefined },
      ],
    ],
    ["printed", [{ name: "printf", format: "%.2f" }]],
    ["condition", [{ name: "gt", format: undefined }]],
  ]);
});

test("queries have their text and the place of each of its characters", () => {
  const text = '{{ range query "up{a=\\"b\\"} == 0" }}{{ end }}';
  const [query] = usesOf(text).queries;
  expect(query?.expression?.text).toBe('up{a="b"} == 0');
  const at = query?.expression?.offsets[query.expression.text.indexOf("b")] ?? 0;
  expect(text[at]).toBe("b");
  expect(text.slice(query?.span.from, query?.span.to)).toBe('query "up{a=\\"b\\"} == 0"');
});

test("a query that printf makes has no text but a format", () => {
  const [query] = usesOf("{{ printf `up{job=%q}` $labels.job | query | first | value }}").queries;
  expect(query?.expression).toBeUndefined();
  expect(query?.format?.text).toBe("up{job=%q}");
});

test("a text that is no template has no uses but an error", () => {
  expect(alertTemplateUses("{{ $labels.a", "A", "current")).toMatchObject({
    error: { message: expect.stringContaining("unclosed action") },
  });
});
