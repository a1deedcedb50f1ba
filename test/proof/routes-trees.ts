import { stringify } from "yaml";
import type { Labels } from "../../src/labels/labels.ts";
import type { Random } from "../../src/lib/random.ts";

const NAMES = ["alertname", "severity", "team", "job", "a_b"];
const VALUES = ["", "critical", "warning", "page", "x", "xy", "redis-1", "grüße", 'a"b', "a\\b"];
const EXPRESSIONS = [
  ...["critical|warning", "crit.*", ".*", ".+", "", "x", "(x|y)+", "[a-x]y?", "redis-[0-9]"],
  ...["(?i)CRITICAL", "^page$", "p.g.", "a\\\\b", "\\w+", "gr..e", "(?s).*", "x{1,2}"],
];
const RECEIVERS = ["r0", "r1", "r2", "r3"];

type Maker = {
  readonly pick: (items: readonly string[]) => string;
  readonly chance: (probability: number) => boolean;
};

const makerOf = (random: Random): Maker => ({
  pick: (items) => items[Math.floor(random.fraction() * items.length)] ?? "",
  chance: (probability) => random.fraction() < probability,
});

const quoted = (value: string): string =>
  `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

const matcherText = ({ pick, chance }: Maker): string => {
  const isRegexp = chance(0.5);
  const operator = pick(isRegexp ? ["=~", "!~"] : ["=", "=", "!="]);
  const value = pick(isRegexp ? EXPRESSIONS : VALUES);
  const space = chance(0.3) ? " " : "";
  const isBare = /^[a-z0-9.*|-]+$/.test(value) && chance(0.4);
  return `${pick(NAMES)}${space}${operator}${space}${isBare ? value : quoted(value)}`;
};

const matchersList = (maker: Maker): readonly string[] => {
  const count = Math.floor(Number(maker.pick(["0", "1", "1", "1", "2"])));
  const texts = Array.from({ length: count }, () => matcherText(maker));
  if (count === 2 && maker.chance(0.5)) {
    const joined = texts.join(",");
    return [maker.chance(0.5) ? `{${joined}}` : joined];
  }
  return texts;
};

const pairs = (maker: Maker, values: readonly string[]): Record<string, string> => ({
  [maker.pick(NAMES)]: maker.pick(values),
});

type RouteYaml = {
  receiver?: string;
  continue?: boolean;
  matchers?: readonly string[];
  match?: Record<string, string>;
  match_re?: Record<string, string>;
  routes?: readonly RouteYaml[];
};

const routeYaml = (maker: Maker, depth: number): RouteYaml => {
  const { pick, chance } = maker;
  const children = depth >= 4 ? 0 : Number(pick(["0", "0", "1", "2", "3"]));
  return {
    ...(chance(0.7) ? { receiver: pick(RECEIVERS) } : {}),
    ...(chance(0.4) ? { continue: true } : {}),
    matchers: matchersList(maker),
    ...(chance(0.15) ? { match: pairs(maker, VALUES) } : {}),
    ...(chance(0.15) ? { match_re: pairs(maker, EXPRESSIONS) } : {}),
    routes: Array.from({ length: children }, () => routeYaml(maker, depth + 1)),
  };
};

/** A configuration with a random tree of routes: nested, continuing, with matchers of all forms. */
export const randomConfig = (random: Random): string => {
  const maker = makerOf(random);
  const count = 1 + Math.floor(random.fraction() * 8);
  return stringify({
    route: {
      receiver: "root",
      routes: Array.from({ length: count }, () => routeYaml(maker, 1)),
    },
    receivers: ["root", ...RECEIVERS].map((name) => ({ name })),
  });
};

/** Random labels that such routes are about. */
export const randomLabels = (random: Random): Labels => {
  const { pick, chance } = makerOf(random);
  const names = NAMES.filter(() => chance(0.6));
  return Object.fromEntries(names.map((name) => [name, pick(VALUES)]));
};

/** `name="value"`, as amtool takes labels. */
export const labelArguments = (labels: Labels): string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
