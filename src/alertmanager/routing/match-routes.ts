import type { Labels } from "../../labels/labels.ts";
import { compileMatchers, labelValue } from "../../labels/match.ts";
import type { Matcher } from "../../labels/matcher.ts";
import { readRegexp } from "../../labels/regexp.ts";
import type { Route } from "./route.ts";

type Node = {
  readonly route: Route;
  readonly matches: (labels: Labels) => boolean;
  /** Places of children that want one of some values of a label, by label and value, in order. */
  readonly byLabel: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
  /** Places of the other children, in order. */
  readonly others: readonly number[];
  readonly children: readonly Node[];
};

/** The only values with which this matcher is passed, when they are few and plain to see. */
const wantedValues = ({ operator, value }: Matcher): readonly string[] | undefined => {
  if (operator === "=") return [value];
  if (operator !== "=~") return undefined;
  const result = readRegexp(value);
  const simple = result.ok ? result.regexp.simple : undefined;
  return simple?.kind === "values" ? simple.values : undefined;
};

/** How often siblings want a value of a label: the rarer, the better it tells them apart. */
const countWanted = (routes: readonly Route[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const route of routes) {
    for (const matcher of route.matchers) {
      for (const value of wantedValues(matcher) ?? []) {
        const pair = `${matcher.name}\u0000${value}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
  }
  return counts;
};

const mostTelling = (matchers: readonly Matcher[], counts: ReadonlyMap<string, number>) => {
  let best: { name: string; values: readonly string[]; count: number } | undefined;
  for (const matcher of matchers) {
    const values = wantedValues(matcher);
    if (values === undefined) continue;
    const { name } = matcher;
    const count = values.reduce(
      (most, value) => Math.max(most, counts.get(`${name}\u0000${value}`) ?? 0),
      0,
    );
    if (best === undefined || count < best.count) best = { name, values, count };
  }
  return best;
};

const compileNode = (route: Route): Node => {
  const counts = countWanted(route.routes);
  const byLabel = new Map<string, Map<string, number[]>>();
  const others: number[] = [];
  for (const [place, { matchers }] of route.routes.entries()) {
    const wanted = mostTelling(matchers, counts);
    if (wanted === undefined) {
      others.push(place);
      continue;
    }
    const byValue = byLabel.get(wanted.name) ?? new Map<string, number[]>();
    byLabel.set(wanted.name, byValue);
    for (const value of new Set(wanted.values)) {
      const places = byValue.get(value);
      if (places === undefined) byValue.set(value, [place]);
      else places.push(place);
    }
  }
  return {
    route,
    matches: compileMatchers(route.matchers),
    byLabel,
    others,
    children: route.routes.map(compileNode),
  };
};

/** Places of the children that may match, in order; each is in one list only. */
const candidates = (node: Node, labels: Labels): readonly number[] => {
  let found: readonly number[] = node.others;
  let lists = found.length > 0 ? 1 : 0;
  for (const [name, byValue] of node.byLabel) {
    const places = byValue.get(labelValue(labels, name));
    if (places === undefined) continue;
    found = lists === 0 ? places : [...found, ...places];
    lists++;
  }
  return lists > 1 ? [...found].sort((a, b) => a - b) : found;
};

const collect = (node: Node, labels: Labels, found: Route[]): boolean => {
  if (!node.matches(labels)) return false;
  let descended = false;
  for (const place of candidates(node, labels)) {
    const child = node.children[place];
    if (child === undefined || !collect(child, labels, found)) continue;
    descended = true;
    if (!child.route.continues) break;
  }
  if (!descended) found.push(node.route);
  return true;
};

const compiled = new WeakMap<Route, Node>();

const compiledNode = (root: Route): Node => {
  const known = compiled.get(root);
  if (known !== undefined) return known;
  const node = compileNode(root);
  compiled.set(root, node);
  return node;
};

/**
 * The routes that an alert with these labels is delivered by, in order, exactly as Alertmanager finds them:
 * depth first; a route counts only when none of its children matches; the first sibling that matches ends the
 * search among them unless it says `continue`. A receiver may be there twice.
 */
export const matchRoutes = (root: Route, labels: Labels): readonly Route[] => {
  const found: Route[] = [];
  collect(compiledNode(root), labels, found);
  return found;
};
