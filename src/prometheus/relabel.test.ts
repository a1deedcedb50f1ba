import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Labels } from "../labels/labels.ts";
import { type RelabelStep, relabel } from "./relabel.ts";
import { relabelHash } from "./relabel-hash.ts";

type Changes = Partial<RelabelStep>;

const DEFAULTS: RelabelStep = {
  sourceLabels: [],
  separator: ";",
  regex: "(.*)",
  modulus: 0,
  targetLabel: "",
  replacement: "$1",
  action: "replace",
};

const ABC = { a: "foo", b: "bar", c: "baz" };
const PORTS = { __tmp_port: "1234", __port1: "1234", __port2: "5678" };
const TAGS = { __meta_sd_tags: "path:/secret,job:some-job,label:foo=bar" };
const SOME = "some-([^-]+)-([^,]+)";

/** What Prometheus's own test of relabelling has: model/relabel/relabel_test.go. */
const FACTS: readonly (readonly [string, Labels, readonly Changes[], Labels | undefined])[] = [
  [
    "replaces with what was captured",
    ABC,
    [{ sourceLabels: ["a"], regex: "f(.*)", targetLabel: "d", replacement: `ch\${1}-ch\${1}` }],
    { ...ABC, d: "choo-choo" },
  ],
  [
    "joins sources, and later steps see what earlier ones did",
    ABC,
    [
      {
        sourceLabels: ["a", "b"],
        regex: "f(.*);(.*)r",
        targetLabel: "a",
        replacement: `b\${1}\${2}m`,
      },
      {
        sourceLabels: ["c", "a"],
        regex: "(b).*b(.*)ba(.*)",
        targetLabel: "d",
        replacement: "$1$2$2$3",
      },
    ],
    { a: "boobam", b: "bar", c: "baz", d: "boooom" },
  ],
  [
    "drops what matches",
    { a: "foo" },
    [{ sourceLabels: ["a"], regex: ".*o.*", action: "drop" }],
    undefined,
  ],
  [
    "takes one group",
    { a: "abc" },
    [{ sourceLabels: ["a"], regex: ".*(b).*", targetLabel: "d" }],
    { a: "abc", d: "b" },
  ],
  [
    "keeps what no drop matches",
    { a: "foo" },
    [{ sourceLabels: ["a"], regex: "no-match", action: "drop" }],
    { a: "foo" },
  ],
  [
    "anchors the expression",
    { a: "foo" },
    [{ sourceLabels: ["a"], regex: "f|o", action: "drop" }],
    { a: "foo" },
  ],
  [
    "drops what keep does not match",
    { a: "foo" },
    [{ sourceLabels: ["a"], regex: "no-match", action: "keep" }],
    undefined,
  ],
  [
    "keeps what keep matches",
    { a: "foo" },
    [{ sourceLabels: ["a"], regex: "f.*", action: "keep" }],
    { a: "foo" },
  ],
  [
    "replaces nothing without a match",
    { a: "boo" },
    [{ sourceLabels: ["a"], regex: "f", targetLabel: "b", replacement: "bar" }],
    { a: "boo" },
  ],
  [
    "hashes",
    ABC,
    [{ sourceLabels: ["c"], targetLabel: "d", action: "hashmod", modulus: 1000 }],
    { ...ABC, d: "976" },
  ],
  [
    "hashes several lines",
    { a: "foo\nbar" },
    [{ sourceLabels: ["a"], targetLabel: "b", action: "hashmod", modulus: 1000 }],
    { a: "foo\nbar", b: "734" },
  ],
  [
    "maps names",
    { a: "foo", b1: "bar", b2: "baz" },
    [{ regex: "(b.*)", replacement: `bar_\${1}`, action: "labelmap" }],
    { a: "foo", b1: "bar", b2: "baz", bar_b1: "bar", bar_b2: "baz" },
  ],
  [
    "maps names to a part of them",
    { a: "foo", __meta_my_bar: "aaa", __meta_my_baz: "bbb", __meta_other: "ccc" },
    [{ regex: "__meta_(my.*)", replacement: `\${1}`, action: "labelmap" }],
    {
      a: "foo",
      __meta_my_bar: "aaa",
      __meta_my_baz: "bbb",
      __meta_other: "ccc",
      my_bar: "aaa",
      my_baz: "bbb",
    },
  ],
  [
    "takes the target's name from the value",
    { a: "some-name-value" },
    [{ sourceLabels: ["a"], regex: SOME, replacement: `\${2}`, targetLabel: `\${1}` }],
    { a: "some-name-value", name: "value" },
  ],
  [
    "removes the target where the replacement is empty",
    { a: "some-name-value", name: "x" },
    [{ sourceLabels: ["a"], regex: SOME, replacement: `\${3}`, targetLabel: `\${1}` }],
    { a: "some-name-value" },
  ],
  [
    "does nothing where the target's name is empty",
    { a: "some-name-0" },
    [{ sourceLabels: ["a"], regex: SOME, replacement: `\${1}`, targetLabel: `\${3}` }],
    { a: "some-name-0" },
  ],
  [
    "reads tags of service discovery",
    TAGS,
    [
      {
        sourceLabels: ["__meta_sd_tags"],
        regex: "(?:.+,|^)path:(/[^,]+).*",
        targetLabel: "__metrics_path__",
      },
      { sourceLabels: ["__meta_sd_tags"], regex: "(?:.+,|^)job:([^,]+).*", targetLabel: "job" },
      {
        sourceLabels: ["__meta_sd_tags"],
        regex: "(?:.+,|^)label:([^=]+)=([^,]+).*",
        targetLabel: `\${1}`,
        replacement: `\${2}`,
      },
    ],
    { ...TAGS, __metrics_path__: "/secret", job: "some-job", foo: "bar" },
  ],
  [
    "sets again what it has removed",
    { port_name: "foo", port: "9091" },
    [
      { regex: "^port_name$", action: "labeldrop" },
      { sourceLabels: ["port"], regex: "(.+)", replacement: "metrics", targetLabel: "port_name" },
      { sourceLabels: ["port_name"], regex: "^metrics$", action: "keep" },
    ],
    { port: "9091", port_name: "metrics" },
  ],
  [
    "keeps labels by name",
    { a: "foo", b1: "bar", b2: "baz" },
    [{ regex: "(b.*)", action: "labelkeep" }],
    { b1: "bar", b2: "baz" },
  ],
  [
    "removes labels by name",
    { a: "foo", b1: "bar", b2: "baz" },
    [{ regex: "(b.*)", action: "labeldrop" }],
    { a: "foo" },
  ],
  [
    "changes case",
    { foo: "bAr123Foo" },
    [
      { sourceLabels: ["foo"], action: "uppercase", targetLabel: "up" },
      { sourceLabels: ["foo"], action: "lowercase", targetLabel: "low" },
    ],
    { foo: "bAr123Foo", low: "bar123foo", up: "BAR123FOO" },
  ],
  [
    "keeps equals",
    PORTS,
    [{ sourceLabels: ["__tmp_port"], action: "keepequal", targetLabel: "__port1" }],
    PORTS,
  ],
  [
    "drops equals",
    PORTS,
    [{ sourceLabels: ["__tmp_port"], action: "dropequal", targetLabel: "__port1" }],
    undefined,
  ],
  [
    "keeps those that differ",
    PORTS,
    [{ sourceLabels: ["__tmp_port"], action: "dropequal", targetLabel: "__port2" }],
    PORTS,
  ],
  [
    "drops those that differ",
    PORTS,
    [{ sourceLabels: ["__tmp_port"], action: "keepequal", targetLabel: "__port2" }],
    undefined,
  ],
];

test.each(FACTS)("relabelling %s", (_, labels, ...[changes, expected]) => {
  const steps = changes.map((change) => ({ ...DEFAULTS, ...change }));
  expect(relabel(labels, steps)).toEqual(expected);
});

test("an empty value removes a label, and case is changed by single characters", () => {
  const steps: RelabelStep[] = [
    { ...DEFAULTS, sourceLabels: ["none"], targetLabel: "a" },
    { ...DEFAULTS, sourceLabels: ["b"], targetLabel: "b", action: "uppercase" },
  ];
  expect(relabel({ a: "1", b: "straße" }, steps)).toEqual({ b: "STRAßE" });
});

test("of labels that are mapped to one name, the last one that was set wins", () => {
  const steps: RelabelStep[] = [
    { ...DEFAULTS, targetLabel: "a_1", replacement: "late" },
    { ...DEFAULTS, regex: ".*_(.*)", action: "labelmap" },
  ];
  expect(relabel({ a_1: "early", b_1: "b" }, steps)).toEqual({
    a_1: "late",
    b_1: "b",
    "1": "late",
  });
});

test("labels may be named like members of objects", () => {
  const steps: RelabelStep[] = [{ ...DEFAULTS, sourceLabels: ["constructor"], targetLabel: "a" }];
  expect(relabel({ b: "1" }, steps)).toEqual({ b: "1" });
});

test("the hash is the end of the MD5 sum for texts around the borders of its blocks", () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]) {
    const text = "äx9".repeat(length).slice(0, length);
    const digest = createHash("md5").update(text).digest();
    expect(relabelHash(text)).toBe(digest.readBigUInt64BE(8));
  }
});
