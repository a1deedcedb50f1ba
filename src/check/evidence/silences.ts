import {
  type Silence,
  type SilenceState,
  silenceState,
} from "../../alertmanager/silence/silence.ts";
import type { Matcher, MatchOperator } from "../../labels/matcher.ts";
import { readRegexp } from "../../labels/regexp.ts";
import type { Place } from "../../lib/source.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import { asBool, asText, fieldOf } from "../../lib/yaml-value.ts";
import type { Evidence } from "./evidence.ts";

/** A matcher of a silence and where it stands. */
export type PlacedMatcher = Matcher & { readonly place: Place };

/** A silence as the API of Alertmanager gives it. */
export type FoundSilence = Omit<Silence, "matchers"> & {
  readonly place: Place;
  readonly matchers: readonly PlacedMatcher[];
  /** As of when the list was made, or else as of the day on which things are looked at. */
  readonly state: SilenceState;
  readonly comment: string;
  readonly createdBy: string;
  /** Where its end stands. */
  readonly endPlace: Place;
};

export type SilenceReading =
  | { readonly ok: true; readonly silence: FoundSilence }
  | { readonly ok: false; readonly place: Place; readonly message: string };

const textAt = (node: YamlNode, name: string): string => {
  const value = fieldOf(node, name);
  return (value && asText(value)?.text) ?? "";
};

const operatorOf = (node: YamlNode): MatchOperator => {
  const isRegex = flag(node, "isRegex", false);
  // Alertmanager before 0.22 had no negative matchers, and no such field.
  const isEqual = flag(node, "isEqual", true);
  if (isRegex) return isEqual ? "=~" : "!~";
  return isEqual ? "=" : "!=";
};

const flag = (node: YamlNode, name: string, usual: boolean): boolean => {
  const value = fieldOf(node, name);
  return (value && asBool(value)) ?? usual;
};

const readMatcher = (node: YamlNode): PlacedMatcher | string => {
  const name = textAt(node, "name");
  if (name === "") return "a matcher has no name";
  const operator = operatorOf(node);
  const value = textAt(node, "value");
  if (operator.includes("~") && !readRegexp(value).ok) {
    return `the expression for ${name} is no regular expression`;
  }
  return { name, operator, value, place: fieldOf(node, "value")?.place ?? node.place };
};

const STATES: readonly SilenceState[] = ["pending", "active", "expired"];

const readSilence = (node: YamlNode, now: number): SilenceReading => {
  const fail = (message: string): SilenceReading => ({ ok: false, place: node.place, message });
  const [startsAt, endsAt] = ["startsAt", "endsAt"].map((name) => Date.parse(textAt(node, name)));
  if (startsAt === undefined || endsAt === undefined || Number.isNaN(startsAt + endsAt)) {
    return fail("startsAt and endsAt must be times such as 2027-01-31T08:00:00Z");
  }
  const list = fieldOf(node, "matchers");
  const matchers: PlacedMatcher[] = [];
  for (const item of list?.kind === "list" ? list.items : []) {
    const matcher = readMatcher(item);
    if (typeof matcher === "string") return fail(matcher);
    matchers.push(matcher);
  }
  if (matchers.length === 0) return fail("it has no matchers");
  const stated = textAt(fieldOf(node, "status") ?? node, "state");
  return {
    ok: true,
    silence: {
      id: textAt(node, "id"),
      matchers,
      startsAt,
      endsAt,
      place: node.place,
      state: STATES.find((state) => state === stated) ?? silenceState({ startsAt, endsAt }, now),
      comment: textAt(node, "comment"),
      createdBy: textAt(node, "createdBy"),
      endPlace: fieldOf(node, "endsAt")?.place ?? node.place,
    },
  };
};

const computed = new WeakMap<Evidence, readonly SilenceReading[]>();

/** All silences that were found, those that are over left out, and what cannot be read of them. */
export const silencesIn = (evidence: Evidence, today: string): readonly SilenceReading[] => {
  const known = computed.get(evidence);
  if (known !== undefined) return known;
  const now = Date.parse(`${today}T00:00:00Z`);
  const read = evidence.silences
    .flatMap(({ node }) => (node.kind === "list" ? node.items : []))
    .map((item) => readSilence(item, now))
    .filter((reading) => !reading.ok || reading.silence.state !== "expired");
  computed.set(evidence, read);
  return read;
};

/** The silences that hold now or will. */
export const currentSilences = (evidence: Evidence, today: string): readonly FoundSilence[] =>
  silencesIn(evidence, today).flatMap((reading) => (reading.ok ? [reading.silence] : []));
