import type { LocatedText } from "../../lib/source.ts";
import { didYouMean } from "../../lib/suggestion.ts";
import type { NamedTimeInterval, Receiver, WrittenRoute } from "./config.ts";
import { type Reading, report } from "./reading.ts";

/** The names that routes may refer to. */
export type Names = {
  readonly receivers: readonly string[];
  readonly timeIntervals: readonly string[];
};

const checkReference = (
  reading: Reading,
  name: LocatedText,
  { known, what }: { readonly known: ReadonlySet<string>; readonly what: string },
): void => {
  if (known.has(name.text)) return;
  report(reading, name.placeAt(0), {
    rule: `undefined-${what.replace(" ", "-")}`,
    message: `undefined ${what} "${name.text}" used in route`,
    mend: didYouMean(name.text, [...known]) ?? `define it, or use one of ${[...known].join(", ")}`,
  });
};

/** Reports receivers and time intervals that routes name and nobody defines. */
export const checkReferences = (reading: Reading, root: WrittenRoute, names: Names): void => {
  const receivers = { known: new Set(names.receivers), what: "receiver" };
  const timeIntervals = { known: new Set(names.timeIntervals), what: "time interval" };
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
