import type { Random } from "../../src/lib/random.ts";

const chooser = (random: Random) => ({
  pick: <T>(options: readonly [T, ...T[]]): T =>
    options[Math.floor(random.fraction() * options.length)] ?? options[0],
  chance: (of: number): boolean => random.fraction() < of,
  upTo: (most: number): number => Math.floor(random.fraction() * (most + 1)),
});
type Chooser = ReturnType<typeof chooser>;

const RIGHT_DURATIONS = [
  "5m",
  "30s",
  "1h30m",
  "1d",
  "0",
  "0s",
  '"2m"',
  "1w2d",
  "90s",
  "100ms",
] as const;
const WRONG_DURATIONS = [
  ...["5", "-5m", "1.5h", "5 m", "m", '""', "1m1h", "5M", "1h1h", "[5m]", "{a: b}", "yes"],
  ...["99999999999y", "5min", "0x5", ".5m", "1e3s", "5s5ms5s"],
] as const;
const NAMES = ["a", "b", "B_1", "_x", "0", "a b", '"c d"', "'it''s'", "yes", "1.5", "é"] as const;
const LABEL_NAMES = ["severity", "team", "_x", "a1", "A"] as const;
const WRONG_LABEL_NAMES = ["a-b", "1a", "a.b", '""', "__name__", "é", '"a b"', "a:b"] as const;
const VALUES = [
  "page",
  "5",
  "1.5",
  "yes",
  "~",
  '""',
  "'x y'",
  "2024-01-01",
  "null",
  "0x1F",
  ".inf",
] as const;
const WRONG_VALUES = ["[a]", "{a: b}", "[]", "{}"] as const;
const EXPRS = [
  "up",
  "up == 0",
  "1",
  '"up == 0"',
  "'up'",
  "|\n        up\n          == 0",
  ">-\n        up ==\n        0",
] as const;
const WRONG_EXPRS = ['""', "", "[up]", "{a: b}", "[]"] as const;
const RECORDS = ["job:up:sum", "a", "_a", "A:b", '"x"'] as const;
const WRONG_RECORDS = ["a-b", "1a", "a b", '"up{a=\\"b\\"}"', "é", '""'] as const;

/** Mostly from `right`; one in twelve from `wrong`. */
const either = (choose: Chooser, right: readonly string[], wrong: readonly string[]): string => {
  const from = choose.chance(1 / 12) ? wrong : right;
  return from[choose.upTo(from.length - 1)] ?? "";
};

const pairs = (choose: Chooser, indent: string): string =>
  Array.from({ length: 1 + choose.upTo(2) }, () => {
    const name = either(choose, LABEL_NAMES, WRONG_LABEL_NAMES);
    return `\n${indent}${name}: ${either(choose, VALUES, WRONG_VALUES)}`;
  }).join("");

const maybe = (choose: Chooser, of: number, line: () => string): string[] =>
  choose.chance(of) ? [line()] : [];

const randomRule = (choose: Chooser): string => {
  const isAlert = choose.chance(0.6);
  const lines = [
    ...maybe(choose, isAlert ? 0.96 : 0.03, () => `alert: ${either(choose, NAMES, ['""', ""])}`),
    ...maybe(
      choose,
      isAlert ? 0.03 : 0.96,
      () => `record: ${either(choose, RECORDS, WRONG_RECORDS)}`,
    ),
    ...maybe(choose, 0.97, () => `expr: ${either(choose, EXPRS, WRONG_EXPRS)}`),
    ...maybe(
      choose,
      isAlert ? 0.5 : 0.04,
      () => `for: ${either(choose, RIGHT_DURATIONS, WRONG_DURATIONS)}`,
    ),
    ...maybe(
      choose,
      isAlert ? 0.3 : 0.03,
      () => `keep_firing_for: ${either(choose, RIGHT_DURATIONS, WRONG_DURATIONS)}`,
    ),
    ...maybe(
      choose,
      0.4,
      () => `labels:${either(choose, [pairs(choose, "        ")], [" [a]", " x", "", " {}"])}`,
    ),
    ...maybe(
      choose,
      isAlert ? 0.4 : 0.03,
      () => `annotations:${either(choose, [pairs(choose, "        ")], [" [a]", " x", "", " {}"])}`,
    ),
    ...maybe(
      choose,
      0.02,
      () => `${choose.pick(["annotation", "lables", "severity", "FOR", "0"])}: x`,
    ),
  ];
  return lines.length === 0
    ? `    - ${choose.pick(["{}", "", "~"])}\n`
    : `    - ${lines.join("\n      ")}\n`;
};

const randomGroup = (choose: Chooser, index: number): string => {
  const lines = [
    ...maybe(
      choose,
      0.98,
      () => `name: ${choose.chance(0.9) ? `g${index}` : either(choose, NAMES, ['""', "", "[a]"])}`,
    ),
    ...maybe(choose, 0.3, () => `interval: ${either(choose, RIGHT_DURATIONS, WRONG_DURATIONS)}`),
    ...maybe(
      choose,
      0.2,
      () =>
        `limit: ${either(choose, ["0", "5", "-1", "1_000", "0x10", "~", "1.0"], ["x", '"5"', "[]", "yes", "5m"])}`,
    ),
    ...maybe(choose, 0.02, () => "rule: []"),
  ];
  const rules = Array.from({ length: choose.upTo(3) }, () => randomRule(choose)).join("");
  const body = rules === "" ? `rules: ${choose.pick(["[]", "", "~"])}\n` : `rules:\n${rules}`;
  return `  - ${[...lines, body].join("\n    ")}`;
};

/** A rule file in which nearly everything that rulefmt looks at is now and then wrong. */
export const randomRuleFile = (random: Random): string => {
  const choose = chooser(random);
  const groups = Array.from({ length: choose.upTo(2) }, (_, index) => randomGroup(choose, index));
  const extra = choose.chance(0.03) ? "group: x\n" : "";
  return groups.length === 0
    ? `${extra}groups: ${choose.pick(["[]", "", "{}", "x"])}\n`
    : `${extra}groups:\n${groups.join("")}`;
};

const INSERTS = [
  ...":#-{}[]\"'*|>@`,? \t\n".split(""),
  ...[": ", " #", "&a ", "*a", "<<: ", "!!str ", "\\", "\r\n", "  "],
] as const;

/** One small slip of the finger in a text: a character more or less, a line twice or moved. */
export const mutated = (text: string, random: Random): string => {
  const choose = chooser(random);
  const at = choose.upTo(Math.max(text.length - 1, 0));
  const lines = text.split("\n");
  const line = choose.upTo(lines.length - 1);
  const withLine = (...replaced: string[]) => lines.toSpliced(line, 1, ...replaced).join("\n");
  const written = lines[line] ?? "";
  switch (choose.upTo(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return withLine(written, written);
    case 2:
      return withLine(` ${written}`);
    case 3:
      return withLine(written.replace(/^ /, ""));
    case 4:
      return withLine();
    default:
      return text.slice(0, at) + INSERTS[choose.upTo(INSERTS.length - 1)] + text.slice(at);
  }
};
