import { expect, test } from "vitest";
import { messageData } from "./message-data.ts";
import { messageDefinitions } from "./message-definitions.ts";
import { DEFAULT_DEFINITIONS, type MessageRendering, renderMessage } from "./render-message.ts";

const NOW = Date.UTC(2026, 6, 1, 12);

const data = messageData({
  alerts: [
    {
      labels: { alertname: "Down", zone: "a" },
      annotations: { summary: "it is <down>" },
      startsAt: NOW - 3_725_000,
      endsAt: undefined,
      generatorUrl: "http://p/graph",
    },
  ],
  groupLabels: { alertname: "Down" },
  receiver: "web",
  externalUrl: "http://am",
  now: NOW,
});

const current: MessageRendering = {
  data,
  definitions: DEFAULT_DEFINITIONS.current,
  version: "current",
  now: NOW,
};
const old: MessageRendering = {
  ...current,
  definitions: DEFAULT_DEFINITIONS["0.25"],
  version: "0.25",
};

test("a field that the data does not have is an error with its place", () => {
  expect(renderMessage("x {{ .Annotations.summary }}", current)).toEqual({
    error: {
      message:
        'template: :1:17: executing "" at <.Annotations.summary>: can\'t evaluate field Annotations in type *template.Data',
      template: "",
      source: "",
      offset: 17,
    },
  });
});

test("functions of current versions work there and are unknown to version 0.25", () => {
  const text =
    '{{ with index .Alerts 0 }}{{ .StartsAt | tz "Europe/Paris" | date "15:04 -0700" }} {{ since .StartsAt | humanizeDuration }}{{ end }} {{ trimSpace " a " }} {{ urlUnescape "a+b%2Fc" }} {{ (dict "a" (list 1 2)).a }} {{ base64encode "a?>" }}';
  expect(renderMessage(text, current)).toEqual({
    output: "12:57 +0200 1h 2m 5s a a b/c [1 2] YT8-",
  });
  expect(renderMessage(text, old)).toMatchObject({
    error: { message: 'template: :1: function "tz" not defined' },
  });
});

test("toJson writes the data as the webhook has it", () => {
  expect(
    renderMessage("{{ toJson .Alerts }} {{ toJson .GroupLabels.SortedPairs }}", current),
  ).toEqual({
    output:
      '[{"status":"firing","labels":{"alertname":"Down","zone":"a"},"annotations":{"summary":"it is \\u003cdown\\u003e"},"startsAt":"2026-07-01T10:57:55Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://p/graph","fingerprint":"4f9fc59e4b1c4b65"}] [{"Name":"alertname","Value":"Down"}]'.replace(
        "4f9fc59e4b1c4b65",
        data.alerts[0]?.fingerprint ?? "",
      ),
  });
});

test("labels print as a map in version 0.25 and as pairs in current ones", () => {
  expect(renderMessage("{{ .CommonLabels }}", old)).toEqual({
    output: "map[alertname:Down zone:a]",
  });
  expect(renderMessage("{{ .CommonLabels }}", current)).toEqual({
    output: "alertname=Down, zone=a",
  });
});

test("what this interpreter cannot know is said to be unsupported", () => {
  const zone = '{{ (index .Alerts 0).StartsAt | tz "Europe/Paris" | date "MST" }}';
  expect(renderMessage(zone, current)).toMatchObject({
    error: { message: expect.stringContaining("unsupported: the short name of the time zone") },
  });
  const script = "<script>{{ .Status }}</script>";
  expect(renderMessage(script, { ...current, isHtml: true })).toMatchObject({
    error: { message: expect.stringContaining("unsupported: a script in HTML") },
  });
});

test("definitions of the user's files go over those of Alertmanager", () => {
  const { definitions, problems } = messageDefinitions(
    [
      { name: "a.tmpl", text: '{{ define "__subject" }}mine{{ end }}' },
      { name: "b.tmpl", text: '{{ define "x" }}{{ .Nope }}{{ end }}' },
      { name: "c.tmpl", text: "{{ nope }}" },
    ],
    "current",
  );
  const text = '{{ template "slack.default.title" . }}';
  expect(renderMessage(text, { ...current, definitions })).toEqual({ output: "mine" });
  expect(problems).toEqual([
    { source: "c.tmpl", message: 'template: c.tmpl:1: function "nope" not defined', offset: 3 },
  ]);
  expect(renderMessage('{{ template "x" . }}', { ...current, definitions })).toMatchObject({
    error: { template: "x", source: "b.tmpl", offset: 19 },
  });
});

test("HTML is escaped by where it stands, and only where the field is HTML", () => {
  const text =
    '<a href="{{ .ExternalURL }}?q={{ .CommonAnnotations.summary }}">{{ .CommonAnnotations.summary }}</a>';
  expect(renderMessage(text, { ...current, isHtml: true })).toEqual({
    output: '<a href="http://am?q=it%20is%20%3cdown%3e">it is &lt;down&gt;</a>',
  });
  expect(renderMessage(text, current)).toEqual({
    output: '<a href="http://am?q=it is <down>">it is <down></a>',
  });
});

test("long and nested HTML ends soon", () => {
  const rendering = { ...current, isHtml: true };
  const texts = [
    `<style>${'"a" '.repeat(50_000)}`,
    `<!--${"<!--".repeat(50_000)}`,
    "<".repeat(200_000),
    "<a b".repeat(50_000),
    `<a b="${"&amp;".repeat(40_000)}`,
    "<b>{{ .Status }}</b>".repeat(8_000),
  ];
  const results = texts.map((text) => renderMessage(text, rendering));
  expect(results.map((result) => "error" in result)).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
  ]);
});
