import type { Random } from "../../src/lib/random.ts";

export const pick = <T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[Math.floor(random.fraction() * items.length)] ?? items[0];

const times = (random: Random, most: number): number => Math.floor(random.fraction() * (most + 1));

const CHARACTERS = [
  ..."aabbcdAB019-_ ",
  "é",
  "ß",
  "k",
  "K",
  "\u212a",
  "s",
  "\u017f",
  "世",
  "😀",
  "\n",
  "\t",
] as const satisfies readonly string[];

/** A value of few characters, some of which differ in case only. */
export const randomValue = (random: Random): string => {
  let value = "";
  for (let left = times(random, 4); left > 0; left--) value += pick(random, ["a", ...CHARACTERS]);
  return value;
};

const CLASSES = [
  "[a-c]",
  "[^a-c]",
  "[^\\n]",
  "[[:alpha:]]",
  "[[:^digit:]_]",
  "[\\d\\s]",
  "[^\\W]",
  "\\d",
  "\\D",
  "\\w",
  "\\W",
  "\\s",
  "\\S",
  "\\pL",
  "\\PL",
  "\\p{Lu}",
  "\\p{Han}",
  "\\p{^Latin}",
  "[\\p{Nd}a]",
  "[k-s]",
  "[^ -~]",
] as const;

const ATOMS = [
  ".",
  ".",
  "\\b",
  "\\B",
  "^",
  "$",
  "\\A",
  "\\z",
  "(?m:^)",
  "(?m:$)",
  "(?s:.)",
  "\\Qa.b\\E",
  "\\x61",
  "\\x{1F600}",
  "\\n",
  "\\t",
  "\\-",
  "\\.",
  "\\141",
  "()",
] as const;

const REPETITIONS = ["*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?", "??", "{1,2}?"] as const;

const atom = (random: Random): string => {
  const kind = random.fraction();
  if (kind < 0.5) return pick(random, ["a", ...CHARACTERS]);
  return kind < 0.75 ? pick(random, CLASSES) : pick(random, ATOMS);
};

const GROUPS = ["(?:", "(", "(?i:", "(?s:", "(?m:", "(?U:", "(?i-s:", "(?P<n>"] as const;

const expression = (random: Random, depth: number): string => {
  const kind = random.fraction();
  if (depth === 0 || kind < 0.2) return atom(random);
  const part = (): string => expression(random, depth - 1);
  if (kind < 0.55) return part() + part();
  if (kind < 0.7) return `${part()}|${part()}`;
  const group = `${pick(random, GROUPS)}${part()})`;
  return kind < 0.8 ? group : group + pick(random, REPETITIONS);
};

const SIMPLE = [
  ".*",
  ".+",
  "a.*",
  ".*a",
  ".*a.*",
  "a|b|",
  "a\\.b",
  "(?i)k",
  "a.+b",
  "aa|a.*",
] as const;

/** One character inserted, doubled or left out, which often makes an expression invalid. */
const damage = (random: Random, text: string): string => {
  const characters = [...text];
  const at = Math.floor(random.fraction() * (characters.length + 1));
  if (random.fraction() < 0.5) return characters.toSpliced(at, 1).join("");
  return characters.toSpliced(at, 0, pick(random, ["\\", ..."()[]{}*+?|^$"])).join("");
};

/** Debian's programs are older than this spelling. */
const GROUP_NAMED_SINCE_GO_1_22 = /\(\?</;

/** A regular expression in RE2's syntax, or one time in eight something near to it. */
export const randomRegexp = (random: Random): string => {
  if (random.fraction() < 0.1) return pick(random, SIMPLE);
  const whole = expression(random, 3);
  const written = random.fraction() < 0.125 ? damage(random, whole) : whole;
  return GROUP_NAMED_SINCE_GO_1_22.test(written) ? randomRegexp(random) : written;
};
