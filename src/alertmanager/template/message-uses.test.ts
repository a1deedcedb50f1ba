import { expect, test } from "vitest";
import { messageUses } from "./message-uses.ts";
import { DEFAULT_DEFINITIONS } from "./render-message.ts";

const usesOf = (text: string) => {
  const uses = messageUses(text, DEFAULT_DEFINITIONS.current, "current");
  if ("error" in uses) throw new Error(uses.error.message);
  return uses;
};

test("fields are told apart by whether they are of the group or of each alert", () => {
  const text =
    "{{ .CommonAnnotations.a }}{{ range .Alerts.Firing }}{{ .Annotations.b }}{{ $.GroupLabels.c }}{{ end }}{{ .Annotations.d }}";
  const paths = usesOf(text)
    .values.filter(({ role }) => role === "printed")
    .map(({ path, span }) => [path.join("."), text.slice(span.from, span.to)]);
  expect(paths).toEqual([
    ["CommonAnnotations.a", ".CommonAnnotations.a"],
    ["Alerts.[].Annotations.b", ".Annotations.b"],
    ["GroupLabels.c", "$.GroupLabels.c"],
    ["Annotations.d", ".Annotations.d"],
  ]);
});

test("one alert by its number is one of the alerts", () => {
  expect(usesOf("{{ (index .Alerts 0).Labels.a }}").values[0]?.path).toEqual([
    "Alerts",
    "[]",
    "Labels",
    "a",
  ]);
});

test("uses within definitions say where they are", () => {
  const { values } = usesOf('{{ template "slack.default.title" . }}');
  expect(values.find(({ path }) => path[0] === "Status")).toMatchObject({
    source: "default.tmpl",
    template: "__subject",
  });
});

test("templates that nobody defines are among those called", () => {
  const { templates } = usesOf('{{ if false }}{{ template "nope" . }}{{ end }}');
  expect(templates).toEqual([
    { source: "", template: "", span: { from: 26, to: 37 }, name: "nope", isDefined: false },
  ]);
});

test("templates that call themselves are gone through once", () => {
  const text = '{{ define "x" }}{{ .a }}{{ template "x" .b }}{{ end }}{{ template "x" . }}';
  expect(usesOf(text).values.length).toBeLessThan(100);
});
