import type { LocatedText } from "../../lib/source.ts";
import { didYouMean } from "../../lib/suggestion.ts";
import type { NamedTimeInterval, Receiver, WrittenRoute } from "./config.ts";
import { type Reading, report } from "./reading.ts";

/** The names that routes may refer to. */
export type Names = {
  readonly receivers: readonly string[];
  readonly timeIntervals: readonly string[];
};

/** What is defined, and how many references to other things were found so far. */
type Defined = {
  readonly what: string;
  readonly names: ReadonlySet<string>;
  missed: number;
};

/** Each costs a look at all names, so that thousands of mistakes with thousands of names would take minutes. */
const MOST_SUGGESTIONS = 100;
const MOST_LISTED = 10;

const mendOf = (name: string, { names, missed }: Defined): string => {
  if (missed > MOST_SUGGESTIONS) return "define it";
  const suggestion = didYouMean(name, [...names]);
  if (suggestion !== undefined) return suggestion;
  if (names.size === 0 || names.size > MOST_LISTED) return "define it";
  return `define it, or use one of ${[...names].join(", ")}`;
};

const checkReference = (reading: Reading, name: LocatedText, defined: Defined): void => {
  const { what, names } = defined;
  if (names.has(name.text)) return;
  defined.missed += 1;
  report(reading, name.placeAt(0), {
    rule: `undefined-${what.replace(" ", "-")}`,
    message: `undefined ${what} "${name.text}" used in route`,
    mend: mendOf(name.text, defined),
  });
};

/** Reports receivers and time intervals that routes name and nobody defines. */
export const checkReferences = (reading: Reading, root: WrittenRoute, names: Names): void => {
  const receivers = { what: "receiver", names: new Set(names.receivers), missed: 0 };
  const timeIntervals = {
    what: "time interval",
    names: new Set(names.timeIntervals),
    missed: 0,
  };
  const visit = (route: WrittenRoute): void => {
    const { receiver, activeTimeIntervals, muteTimeIntervals } = route;
    if (receiver !== undefined && receiver.text !== "") {
      checkReference(reading, receiver, receivers);
    }
    for (const name of [...activeTimeIntervals, ...muteTimeIntervals]) {
      checkReference(reading, name, timeIntervals);
    }
    for (const child of route.routes) visit(child);
  };
  visit(root);
};

/** Reports names that are there twice. */
export const checkUnique = (
  reading: Reading,
  named: readonly (Receiver | NamedTimeInterval)[],
  what: string,
): void => {
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name.text)) {
      report(reading, name.placeAt(0), {
        rule: "duplicate-name",
        message: `the name "${name.text}" of a ${what} is not unique`,
        mend: "give one of them another name",
      });
    }
    seen.add(name.text);
  }
};

const ROOT_MEND = "put it on a route below the root";

/** Reports what the root route must not have, or lacks. */
export const checkRoot = (reading: Reading, root: WrittenRoute): void => {
  const refuse = (message: string, mend: string) =>
    report(reading, root.place, { rule: "root-route", message, mend });
  if (root.receiver === undefined || root.receiver.text === "") {
    refuse("root route must specify a default receiver", "set receiver");
  }
  if (root.matchers.length > 0) refuse("root route must not have any matchers", ROOT_MEND);
  if (root.continues) refuse("cannot have continue in root route", "remove continue");
  if (root.muteTimeIntervals.length > 0) {
    refuse("root route must not have any mute time intervals", ROOT_MEND);
  }
  if (root.activeTimeIntervals.length > 0) {
    refuse("root route must not have any active time intervals", ROOT_MEND);
  }
};
