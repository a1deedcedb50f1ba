import { RE2JS } from "re2js";
import { expect, test } from "vitest";
import { readSimpleRegexp, simpleTest } from "./literal-regexp.ts";

const VALUES = [
  ...[
    "",
    "a",
    "b",
    "ab",
    "a|b",
    "foo",
    "xfoo",
    "foox",
    "xfoox",
    "xfoofoox",
    "fo",
    "10.0.1",
    "10x0y1",
  ],
  ...["$", "a$", "^a", "(a)", "a\\", "a.", "a...", "\n", "foo\n", "a\nfoo", "é", "xé", "?:a"],
];

test.each([
  ...[
    "",
    "a",
    "a|b",
    "a|",
    "|",
    "(a|b)",
    "(?:a|b)",
    "()",
    "^a$",
    "^a|b$",
    "^(a|b)$",
    "^",
    "$",
    "^$",
  ],
  ...["foo.*", ".*foo", ".*foo.*", ".+foo.+", ".+foo", "foo.+", ".*", ".+", "^foo.*$", "(foo.*)"],
  ...[
    "10\\.0\\..*",
    "a\\|b",
    "a\\.",
    "a\\$",

    "a\\\\",
    "\\(a\\)",
    "é",
    ".+é",
    "(foo)",
    "a\\..*",
  ],
])("%j is simple, and its test that of RE2", (expression) => {
  const simple = readSimpleRegexp(expression);
  if (simple === undefined) throw new Error("not simple");
  const passes = simpleTest(simple);
  const compiled = RE2JS.compile(`^(?:${expression})$`);
  for (const value of VALUES) {
    expect([value, passes(value)]).toEqual([value, compiled.test(value)]);
  }
});

test.each([
  ...[
    "a*",
    "a.b",
    "(a",
    "a)",
    "(a)(b)",
    "(a|b)c",
    "(?i:a)",
    "(?P<n>a)",
    "[a]",
    "a{2}",
    ".*a|b",
    "a|.*",
  ],
  ...[
    "\\d",
    "(a\\)",
    "(a\\",
    "a\\",
    ".*.",
    "..*",
    ".*?",
    "^*",
    "a^b",
    "a$b",
    "(.*|a)",
    "^a\\\\$",
    "a\\.*",
    "\\Qa\\E",
  ],
])("%j is not simple", (expression) => {
  expect(readSimpleRegexp(expression)).toBeUndefined();
});
