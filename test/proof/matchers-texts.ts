import type { Random } from "../../src/lib/random.ts";
import { pick, randomRegexp, randomValue } from "./matchers-expressions.ts";

const NAMES = ["a", "b", "foo", "_x1", "a:b"] as const;
const BAD_NAMES = ["", "1a", "a-b", '"a"', "é"] as const;
const SPACES = ["", "", "", " ", "  ", "\t", "\n"] as const;
const OPERATORS = ["=", "!=", "=~", "!~", "==", "~", "!", "=!"] as const;

const space = (random: Random): string => pick(random, SPACES);

const quoted = (value: string): string =>
  `"${value.replace(/[\\"\n]/g, (character) => (character === "\n" ? "\\n" : `\\${character}`))}"`;

const PIECES = [
  "a",
  "b",
  "é",
  " ",
  ",",
  "\\",
  "\\\\",
  '\\"',
  "\\n",
  "\\t",
  "{",
  "}",
  "=",
  "~",
  "'",
  '"',
] as const;

const rawValue = (random: Random): string => {
  let value = "";
  for (let left = Math.floor(random.fraction() * 5); left > 0; left--)
    value += pick(random, PIECES);
  return random.fraction() < 0.5 ? value : `"${value}"`;
};

const value = (random: Random, isRegexp: boolean): string => {
  const kind = random.fraction();
  if (kind < 0.3) return rawValue(random);
  const text = isRegexp ? randomRegexp(random) : randomValue(random);
  return kind < 0.8 ? quoted(text) : text;
};

const matcher = (random: Random): string => {
  const name = random.fraction() < 0.95 ? pick(random, NAMES) : pick(random, BAD_NAMES);
  const operator =
    random.fraction() < 0.95 ? pick(random, ["=", "!=", "=~", "!~"]) : pick(random, OPERATORS);
  const parts = [name, operator, value(random, operator.includes("~"))];
  return space(random) + parts.map((part) => part + space(random)).join("");
};

/** What might stand in a list of matchers: often right, sometimes near to it. */
export const randomMatchersText = (random: Random): string => {
  const count = pick(random, [1, 1, 1, 2, 2, 3, 0]);
  const list = Array.from({ length: count }, () => matcher(random)).join(",");
  const ended = random.fraction() < 0.1 ? `${list},${space(random)}` : list;
  const kind = random.fraction();
  if (kind < 0.55) return ended;
  if (kind < 0.9) return `{${ended}}`;
  return pick(random, [`{${ended}`, `${ended}}`, `{{${ended}}}`, ` {${ended}} `]);
};
