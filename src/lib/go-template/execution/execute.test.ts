import { expect, test } from "vitest";
import { BUILTIN_FUNCTIONS } from "../builtin/builtin-functions.ts";
import type { GoVersion } from "../syntax/parse-state.ts";
import { parseTemplate } from "../syntax/parser.ts";
import { structType } from "../value/go-type.ts";
import { type GoValue, goInt, goSlice, goStringMap, goStruct } from "../value/go-value.ts";
import { executeTemplate } from "./execute.ts";

const THING = structType("example.Thing", () => ({}));

const data: GoValue = goStruct(THING, {
  Labels: goStringMap({ job: "web", zone: "a" }),
  Numbers: goSlice([goInt(1), goInt(2), goInt(3)]),
  Many: goSlice(Array.from({ length: 1000 }, (_, index) => goInt(index))),
});

const outcome = (text: string, version: GoVersion = "1.19"): string => {
  const hasFunction = (name: string) => BUILTIN_FUNCTIONS.has(name);
  const parsed = parseTemplate(text, { name: "t", version, hasFunction });
  if ("error" in parsed) return parsed.error.message;
  const { trees } = parsed.template;
  const executed = executeTemplate({
    trees,
    name: "t",
    data,
    functions: BUILTIN_FUNCTIONS,
    version,
  });
  return "error" in executed ? executed.error.message : executed.output;
};

test("a missing field is an error that names the field, its type and its place", () => {
  expect(outcome("line\n  {{ .Nope }}")).toBe(
    'template: t:2:5: executing "t" at <.Nope>: can\'t evaluate field Nope in type example.Thing',
  );
});

test("a missing key of a map of strings is empty", () => {
  expect(outcome("[{{ .Labels.nope }}]")).toBe("[]");
});

test("current versions of Go range over a number and chain with, version 1.19 does neither", () => {
  const counts = "{{ range 3 }}{{ . }}{{ end }}";
  const chain = "{{ with .Labels.nope }}a{{ else with .Labels.job }}{{ . }}{{ end }}";
  expect([outcome(counts, "current"), outcome(chain, "current")]).toEqual(["012", "web"]);
  expect(outcome(counts)).toContain("range can't iterate over 3");
  expect(outcome(chain)).toBe("template: t:1: unexpected <with> in else");
});

test("a template that calls itself without end is an error", () => {
  expect(outcome('{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}')).toContain(
    "exceeded maximum template depth",
  );
});

test("templates that call one another in ever more ways end in an error", () => {
  const links = Array.from(
    { length: 40 },
    (_, at) =>
      `{{ define "d${at}" }}{{ template "d${at + 1}" }}{{ template "d${at + 1}" }}{{ end }}`,
  );
  expect(outcome(`${links.join("")}{{ define "d40" }}{{ end }}{{ template "d0" }}`)).toContain(
    "unsupported: a template that takes more than 1000000 steps",
  );
});

test("loops within loops end in an error", () => {
  const loop = "{{ range $.Many }}";
  expect(outcome(`${loop}${loop}${loop}x${"{{ end }}".repeat(3)}`)).toContain("unsupported");
  expect(outcome("{{ range 1000000000 }}{{ end }}", "current")).toContain("unsupported");
});

test("a text that doubles at each turn ends in an error", () => {
  const text = '{{ $x := "abcdefgh" }}{{ range .Many }}{{ $x = print $x $x }}{{ end }}';
  expect(outcome(text)).toContain("unsupported: a text of more than 4000000 characters");
});

test("widths beyond those of Go end in an error", () => {
  expect(outcome('{{ printf "%999999999d" 1 }}')).toContain("unsupported: a width of 999999999");
});

test("actions and parentheses nested too deep are refused", () => {
  const parentheses = `{{ ${"(".repeat(50_000)}1${")".repeat(50_000)} }}`;
  expect(outcome(parentheses)).toContain("nested more than 200 deep");
  expect(outcome("{{ if true }}".repeat(10_000))).toContain("nested more than 200 deep");
  const chain = `{{ if false }}${"{{ else if false }}".repeat(10_000)}{{ end }}`;
  expect(outcome(chain)).toContain("nested more than 200 deep");
});

test("nesting up to the limit works, also when templates call one another", () => {
  const nested = `${"{{ if true }}".repeat(190)}x${"{{ end }}".repeat(190)}`;
  expect(outcome(`{{ define "a" }}${nested}{{ end }}{{ template "a" }}`)).toBe("x");
});

test("a text that is too long for a template is refused", () => {
  expect(outcome("{{".repeat(200_000))).toContain("unsupported: a template of more than 250000");
});

test("an address that Go would print is said to be unsupported", () => {
  expect(outcome('{{ printf "%p" .Labels }}')).toContain("unsupported: the address of a value");
});
