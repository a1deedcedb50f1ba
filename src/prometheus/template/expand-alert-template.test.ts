import { expect, test } from "vitest";
import type { PrometheusVersion } from "./alert-functions.ts";
import { type AlertExpansion, expandAlertTemplate } from "./expand-alert-template.ts";

const given = (version: PrometheusVersion): AlertExpansion => ({
  alert: "HostDown",
  version,
  labels: { instance: "web-1:9100", job: "o'neil" },
  value: 1234.5,
  externalLabels: { region: "eu" },
  externalUrl: "https://prometheus.example/base",
  now: Date.UTC(2026, 0, 5),
  query: (expression) =>
    expression === "bad" ? { error: "no such thing" } : [{ labels: { job: "a" }, value: 7 }],
});

const expand = (text: string, version: PrometheusVersion = "current") =>
  expandAlertTemplate(text, given(version));

test("labels, the value and external labels can be read", () => {
  const text = "{{ $labels.instance }} {{ $value | humanize }} {{ $externalLabels.region }}";
  expect(expand(text)).toEqual({ output: "web-1:9100 1.234k eu" });
});

test("the address of Prometheus and its path can be read", () => {
  expect(expand("{{ externalURL }} {{ pathPrefix }}")).toEqual({
    output: "https://prometheus.example/base /base",
  });
});

test("an error has its place in the text and the text that stands in the alert", () => {
  const expanded = expand("up {{ $labels.instance.port }}", "2.42");
  expect(expanded).toEqual({
    error: {
      message:
        'template: __alert_HostDown:1:125: executing "__alert_HostDown" at <$labels.instance.port>: can\'t evaluate field port in type string',
      shown:
        '<error expanding template: error executing template __alert_HostDown: template: __alert_HostDown:1:125: executing "__alert_HostDown" at <$labels.instance.port>: can\'t evaluate field port in type string>',
      offset: 13,
    },
  });
});

test("a text that is no template has the place where that becomes clear", () => {
  expect(expand("up {{ nope }}")).toMatchObject({
    error: { message: 'template: __alert_HostDown:1: function "nope" not defined', offset: 6 },
  });
});

test("a query that fails is an error of the template", () => {
  expect(expand('{{ query "bad" }}')).toMatchObject({
    error: { message: expect.stringContaining("error calling query: no such thing") },
  });
  expect(expand('{{ query "good" | first | value }}')).toEqual({ output: "7" });
});

test("functions that came after version 2.42 are there in current versions only", () => {
  const text = '{{ now }} {{ toDuration 90 }} {{ urlQueryEscape "a b" }}';
  expect(expand(text)).toEqual({ output: "1.7675712e+09 1m30s a+b" });
  expect(expand(text, "2.42")).toMatchObject({
    error: { message: expect.stringContaining('function "now" not defined') },
  });
});

test("title leaves apostrophes within words alone in current versions", () => {
  expect(expand("{{ title $labels.job }}")).toEqual({ output: "O'neil" });
  expect(expand("{{ title $labels.job }}", "2.42")).toEqual({ output: "O'Neil" });
});
