import type { Silence } from "../../alertmanager/silence/silence.ts";
import type { Matcher, MatchOperator } from "../../labels/matcher.ts";
import { readRegexp } from "../../labels/regexp.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import { asBool, fieldOf } from "../../lib/yaml-value.ts";
import type { SilenceList } from "../evidence/evidence.ts";

/** A silence as Alertmanager's API tells of it. */
export type GivenSilence = Silence & { readonly createdBy: string; readonly comment: string };

const textOf = (node: YamlNode, key: string): string => {
  const value = fieldOf(node, key);
  return value?.kind === "scalar" ? value.text : "";
};

const isTrue = (node: YamlNode, key: string, otherwise: boolean): boolean => {
  const value = fieldOf(node, key);
  return (value === undefined ? undefined : asBool(value)) ?? otherwise;
};

const operatorOf = (isEqual: boolean, isRegex: boolean): MatchOperator => {
  if (isRegex) return isEqual ? "=~" : "!~";
  return isEqual ? "=" : "!=";
};

/** Undefined for a matcher that Alertmanager would not have taken. */
const matcherOf = (node: YamlNode): Matcher | undefined => {
  const operator = operatorOf(isTrue(node, "isEqual", true), isTrue(node, "isRegex", false));
  const value = textOf(node, "value");
  if (operator.includes("~") && !readRegexp(value).ok) return undefined;
  return { name: textOf(node, "name"), operator, value };
};

const silenceOf = (node: YamlNode): GivenSilence | undefined => {
  const written = fieldOf(node, "matchers");
  const items = written?.kind === "list" ? written.items : [];
  const matchers = items.flatMap((item) => matcherOf(item) ?? []);
  const startsAt = Date.parse(textOf(node, "startsAt"));
  const endsAt = Date.parse(textOf(node, "endsAt"));
  const isWhole = items.length > 0 && matchers.length === items.length;
  if (!isWhole || Number.isNaN(startsAt) || Number.isNaN(endsAt)) return undefined;
  return {
    id: textOf(node, "id"),
    matchers,
    startsAt,
    endsAt,
    createdBy: textOf(node, "createdBy"),
    comment: textOf(node, "comment"),
  };
};

/**
 * The silences of lists such as `amtool silence query -o json` and `GET /api/v2/silences` give, and how many entries
 * are none.
 */
export const readSilences = (
  lists: readonly SilenceList[],
): { readonly silences: readonly GivenSilence[]; readonly unreadable: number } => {
  const items = lists.flatMap(({ node }) => (node.kind === "list" ? node.items : []));
  const silences = items.flatMap((item) => silenceOf(item) ?? []);
  return { silences, unreadable: items.length - silences.length };
};
