import { expect, test } from "vitest";
import { formatMatcher } from "../../labels/format-matcher.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { parseMatchers } from "./parse-matchers.ts";

const parsed = (text: string, version: AlertmanagerVersion) => {
  const result = parseMatchers(text, version);
  if (!result.ok) return `refused: ${result.problem.message}`;
  const matchers = result.matchers.map(({ name, operator, value }) => [name, operator, value]);
  return result.warning === undefined ? matchers : [result.warning.kind, ...matchers];
};

const bothVersions = ["0.25", "current"] as const;

test.each<[string, [string, string, string][]]>([
  ['{foo="bar"}', [["foo", "=", "bar"]]],
  ['{foo=~"bar.*"}', [["foo", "=~", "bar.*"]]],
  [
    '{foo="bar", baz!="quux"}',
    [
      ["foo", "=", "bar"],
      ["baz", "!=", "quux"],
    ],
  ],
  [
    "foo=bar,dings!=bums",
    [
      ["foo", "=", "bar"],
      ["dings", "!=", "bums"],
    ],
  ],
  [
    '{foo = "bar", dings != "bums", }',
    [
      ["foo", "=", "bar"],
      ["dings", "!=", "bums"],
    ],
  ],
  ['{foo=""}', [["foo", "=", ""]]],
  [
    '{foo="bar,quux", job="job1"}',
    [
      ["foo", "=", "bar,quux"],
      ["job", "=", "job1"],
    ],
  ],
  ['statuscode=~"5.."', [["statuscode", "=~", "5.."]]],
  [
    '{quote="She said: \\"Hi, ladies! That\'s gender-neutral…\\""}',
    [["quote", "=", 'She said: "Hi, ladies! That\'s gender-neutral…"']],
  ],
  [
    'contains_quote != "\\"" , contains_comma !~ "foo,bar" , ',
    [
      ["contains_quote", "!=", '"'],
      ["contains_comma", "!~", "foo,bar"],
    ],
  ],
  ["", []],
  ["{}", []],
])("both syntaxes read %s alike", (text, expected) => {
  for (const version of bothVersions) expect(parsed(text, version)).toEqual(expected);
});

test.each([
  "foo!bar",
  'job="value',
  'job=value"',
  'a=foo"bar',
  '{foo=~"invalid[regexp"}',
  '"foo="bar""',
  ",",
  "a=b,,c=d",
  "{{foo=",
])("neither syntax takes %s", (text) => {
  for (const version of bothVersions) expect(parsed(text, version)).toMatch(/^refused: /);
});

test.each<[string, [string, string, string]]>([
  ["tricky=~~~", ["tricky", "=~", "~~"]],
  ['trickier==\\\\=\\=\\"', ["trickier", "=", '=\\=\\="']],
  ["job=", ["job", "=", ""]],
  ["{foo=bar}}", ["foo", "=", "bar}"]],
  ["foo=~x{2}y", ["foo", "=~", "x{2}y"]],
  ["foo=!bar\\n", ["foo", "=", "!bar\n"]],
  ["foo='", ["foo", "=", "'"]],
  ["foo=a b", ["foo", "=", "a b"]],
])(
  "only the classic syntax takes %s, and a current Alertmanager falls back with a warning",
  (text, expected) => {
    expect(parsed(text, "0.25")).toEqual([expected]);
    expect(parsed(text, "current")).toEqual(["fallback", expected]);
  },
);

test.each<[string, [string, string, string]]>([
  ["foo🙂=bar", ["foo🙂", "=", "bar"]],
  ["{name-with-dashes = bar}", ["name-with-dashes", "=", "bar"]],
  ['"service name"="a"', ["service name", "=", "a"]],
  ['"foo"="\\xf0\\x9f\\x99\\x82\\U0001f642\\t\\101"', ["foo", "=", "🙂🙂\tA"]],
])("only a current Alertmanager takes %s", (text, expected) => {
  expect(parsed(text, "0.25")).toMatch(/^refused: bad matcher format/);
  expect(parsed(text, "current")).toEqual([expected]);
});

test("where the syntaxes disagree, the classic meaning wins with a warning", () => {
  const text = 'foo="\\xf0\\x9f\\x99\\x82"';
  const classic = ["foo", "=", "\\xf0\\x9f\\x99\\x82"];
  expect(parsed(text, "0.25")).toEqual([classic]);
  expect(parsed(text, "current")).toEqual(["disagreement", classic]);
});

test("a warning suggests a spelling that both syntaxes take", () => {
  const result = parseMatchers("a=~x{2},b=c d", "current");
  const suggestion = result.ok ? result.warning?.suggestion : undefined;
  expect(suggestion).toBe('a=~"x{2}",b="c d"');
  expect(parsed(suggestion ?? "", "current")).toEqual([
    ["a", "=~", "x{2}"],
    ["b", "=", "c d"],
  ]);
});

test("matchers and problems know where they stand", () => {
  for (const version of bothVersions) {
    const text = '{a="b", c =~ "d(" }';
    const result = parseMatchers(text, version);
    const span = result.ok ? undefined : result.problem.span;
    expect(text.slice(span?.from, span?.to)).toBe('"d("');
    const good = parseMatchers('{a="b", c =~ "d" }', version);
    expect(good.ok ? good.matchers : []).toMatchObject([
      { span: { from: 1, to: 6 }, valueSpan: { from: 3, to: 6 } },
      { span: { from: 8, to: 16 }, valueSpan: { from: 13, to: 16 } },
    ]);
  }
  const bad = parseMatchers("a=b, c", "0.25");
  expect(bad.ok ? undefined : bad.problem.span).toEqual({ from: 5, to: 6 });
});

test("without quotes a closing brace at the end of the value is lost, as in Alertmanager", () => {
  expect(parsed("foo=~x{2}", "0.25")).toEqual([["foo", "=~", "x{2"]]);
});

test("white space is Go's", () => {
  expect(parsed("a=b\u0085", "0.25")).toEqual([["a", "=", "b"]]);
  expect(parsed("a=b\u0085", "current")).toEqual([["a", "=", "b"]]);
  expect(parsed("a=\ufeffb", "current")).toEqual([["a", "=", "\ufeffb"]]);
});

test("matchers are printed as Alertmanager prints them", () => {
  expect(formatMatcher({ name: "a", operator: "=~", value: 'x"\\\n' })).toBe('a=~"x\\"\\\\\\n"');
  expect(formatMatcher({ name: "a b", operator: "=", value: "x" })).toBe('"a b"="x"');
});

test("a hostile text ends quickly", () => {
  for (const version of bothVersions) {
    expect(parsed(`a=${" ".repeat(200_000)}b"`, version)).toMatch(/^refused: /);
    expect(parsed("a=b,".repeat(20_000), version)).toHaveLength(20_000);
  }
});
