import { type MessageData, messageData } from "../../src/alertmanager/template/message-data.ts";
import type { Labels } from "../../src/labels/labels.ts";
import type { Random } from "../../src/lib/random.ts";
import type { MessageCase } from "./templates-amtool.ts";
import { deeper, expression, operand, simple, type Writing } from "./templates-expressions.ts";
import type { AlertCase } from "./templates-promtool.ts";
import { chance, type Dot, pick, TEXTS } from "./templates-vocabulary.ts";

const spaced = (random: Random, inner: string): string => {
  const left = chance(random, 0.1) ? "{{- " : "{{ ";
  const right = chance(random, 0.1) ? " -}}" : " }}";
  return left + inner + right;
};

const rangeSource = (writing: Writing): { readonly text: string; readonly dot: Dot } => {
  const { random, program } = writing;
  if (program === "promtool") {
    if (chance(random, 0.5)) return { text: 'query "sort(q)"', dot: "sample" };
    return { text: simple(writing, "map"), dot: "string" };
  }
  const kind = pick(random, ["alerts", "pairs", "strings", "map"] as const);
  const dots = { alerts: "alert", pairs: "pair", strings: "string", map: "string" } as const;
  return { text: simple(writing, kind), dot: dots[kind] };
};

const rangeStatement = (writing: Writing): string => {
  const { random } = writing;
  const { text, dot } = rangeSource(writing);
  const name = `$v${writing.depth}`;
  const declared = pick(random, ["", "", `${name} := `, `$i, ${name} := `] as const);
  const inner = { ...deeper(writing), dot, isInRange: true };
  const otherwise = chance(random, 0.3) ? `${spaced(random, "else")}${body(deeper(writing))}` : "";
  return `${spaced(random, `range ${declared}${text}`)}${body(inner)}${otherwise}${spaced(random, "end")}`;
};

const ifStatement = (writing: Writing): string => {
  const { random } = writing;
  const inner = deeper(writing);
  const condition = () =>
    expression(inner, pick(random, ["bool", "bool", "string", "map"] as const));
  const more = chance(random, 0.3)
    ? `${spaced(random, `else if ${condition()}`)}${body(inner)}`
    : "";
  const otherwise = chance(random, 0.5) ? `${spaced(random, "else")}${body(inner)}` : "";
  return `${spaced(random, `if ${condition()}`)}${body(inner)}${more}${otherwise}${spaced(random, "end")}`;
};

const withStatement = (writing: Writing): string => {
  const { random } = writing;
  const inner: Writing = { ...deeper(writing), dot: "string" };
  const otherwise = chance(random, 0.4) ? `${spaced(random, "else")}${body(deeper(writing))}` : "";
  return `${spaced(random, `with ${expression(writing, "string")}`)}${body(inner)}${otherwise}${spaced(random, "end")}`;
};

const variableStatement = (writing: Writing): string => {
  const { random, depth } = writing;
  const kind = pick(random, ["string", "int", "float", "bool"] as const);
  const name = `$x${depth}`;
  const inner = { ...writing, variables: [...writing.variables, { name, kind }] };
  const change = chance(random, 0.5)
    ? spaced(random, `if true`) +
      spaced(random, `${name} = ${expression(inner, kind)}`) +
      spaced(random, "end")
    : "";
  return spaced(random, `${name} := ${expression(writing, kind)}`) + change + body(deeper(inner));
};

const templateStatement = (writing: Writing): string => {
  const { random, depth } = writing;
  const name = `t${Math.floor(random.fraction() * 1e9)}`;
  const inner: Writing = {
    ...deeper(writing),
    dot: "string",
    root: "string",
    variables: [],
    isInRange: false,
  };
  const defined = body(inner);
  const argument = operand(writing, "string");
  if (depth > 0)
    return `${spaced(random, `block "${name}" ${argument}`)}${defined}${spaced(random, "end")}`;
  return `{{ define "${name}" }}${defined}{{ end }}${spaced(random, `template "${name}" ${argument}`)}`;
};

const WRONG = [
  "{{ .Nope }}",
  "{{ index .Alerts 99 }}",
  "{{ $nope }}",
  "{{ nope 1 }}",
  "{{ .Status.x }}",
  "{{ range 3 }}{{ end }}",
  "{{ end }}",
  "{{ if }}{{ end }}",
  '{{ template "missing" . }}',
  "{{ toUpper }}",
  "{{ toUpper 1 }}",
  '{{ "a" | len | toUpper }}',
  "{{ .Labels.a.b }}",
  "{{ nil }}",
  "{{ 1 | 2 }}",
  '{{ reReplaceAll "(" "" "x" }}',
] as const;

const action = (writing: Writing): string => {
  const kind = pick(writing.random, [
    "string",
    "string",
    "string",
    "int",
    "float",
    "bool",
    "strings",
    "map",
    "time",
  ] as const);
  return spaced(writing.random, expression(writing, kind));
};

const statement = (writing: Writing): string => {
  const { random, depth, isInRange } = writing;
  if (chance(random, 0.02)) return pick(random, WRONG);
  if (chance(random, 0.35))
    return pick(random, ["text ", "\n  ", " a\tb ", "% {x} ", "é 🔔"] as const);
  if (writing.isHtml && chance(random, 0.4)) return element(writing);
  if (depth > 2 || chance(random, 0.5)) {
    if (isInRange && chance(random, 0.1))
      return pick(random, ["{{ break }}", "{{continue}}"] as const);
    return action(writing);
  }
  return pick(random, [
    ifStatement,
    rangeStatement,
    withStatement,
    variableStatement,
    templateStatement,
    comment,
  ])(writing);
};

type Element = readonly [before: string, after: string];

const ELEMENTS: readonly [Element, ...Element[]] = [
  ["<b>", "</b>"],
  ['<a href="', '">x</a>'],
  ['<a href="/a?b=', '">x</a>'],
  ["<p title='", "'>"],
  ['<td style="color: ', '">'],
  ["<br class=", ">"],
  ["<style>a { b: ", "; } /* c */</style>"],
  ["<title>", "</title>"],
  ["<!--", "-->"],
  ["a < b <3 ", " &amp; "],
];

const element = (writing: Writing): string => {
  const [before, after] = pick(writing.random, ELEMENTS);
  return (
    before +
    (writing.depth > 2 || chance(writing.random, 0.7) ? action(writing) : body(deeper(writing))) +
    after
  );
};

const comment = ({ random }: Writing): string =>
  pick(random, ["{{/* a comment */}}", "{{- /* trimmed */ -}}"] as const);

const body = (writing: Writing): string => {
  const count = 1 + Math.floor(writing.random.fraction() * 3);
  return Array.from({ length: count }, () => statement(writing)).join("");
};

const START = 1_700_000_000_123;

const labelsOf = (random: Random): Labels => ({
  severity: pick(random, ["critical", "warning"]),
  instance: pick(random, TEXTS),
  ...(chance(random, 0.5) ? { job: pick(random, TEXTS) } : {}),
});

/** Prometheus takes a label without text for none. */
const withoutEmpty = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== ""));

const generateData = (random: Random): MessageData => {
  const count = 1 + Math.floor(random.fraction() * 4);
  const alerts = Array.from({ length: count }, (_, index) => ({
    labels: { alertname: "Down", ...labelsOf(random), zone: String(index) },
    annotations: chance(random, 0.7) ? { summary: pick(random, TEXTS), runbook: "http://r/1" } : {},
    startsAt: START + index * 61_000,
    endsAt: chance(random, 0.4) ? START + 200_000 : undefined,
    generatorUrl: "http://p/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
  }));
  return messageData({
    alerts,
    groupLabels: { alertname: "Down" },
    receiver: "team-web.pager",
    externalUrl: "http://am.example:9093",
    now: START + 300_000,
  });
};

/** A template of a receiver, with data. */
export const generateMessageCase = (random: Random, isHtml = false): MessageCase => ({
  isHtml,
  data: generateData(random),
  template: body({
    random,
    program: "amtool",
    dot: "data",
    root: "data",
    variables: [],
    depth: 0,
    isInRange: false,
    isHtml,
  }),
});

const VALUES = [
  "0",
  "1",
  "0.5",
  "1234.5",
  "1e6",
  "123456789",
  "-0.00012",
  "1e-9",
  "99.95",
  "3725.5",
  "86401",
  "1e25",
  "NaN",
  "Inf",
  "-Inf",
  "0.123456",
  "1024",
  "5e9",
  "1023.99",
] as const;

/** A template of an alerting rule, with labels and a value. */
export const generateAlertCase = (random: Random): AlertCase => ({
  labels: withoutEmpty(labelsOf(random)),
  value: pick(random, VALUES),
  template: body({
    random,
    program: "promtool",
    dot: "rule",
    root: "rule",
    variables: [],
    depth: 0,
    isInRange: false,
    isHtml: false,
  }),
});
