import { passingAlerts } from "../../../alertmanager/proof/label-columns.ts";
import { formatMatcher } from "../../../labels/format-matcher.ts";
import { onlyValue } from "../../../labels/language.ts";
import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import { type FoundSilence, type PlacedMatcher, silencesIn } from "../../evidence/silences.ts";
import type { Examined } from "../../examined.ts";
import { namedValues } from "./carried-values.ts";
import { arrivingIn } from "./inhibitions.ts";
import { matchersText } from "./route-text.ts";
import { silenceReaches, silenceSubject } from "./silence-reach.ts";

/** A matcher that no alert passes, whatever the others say. */
const guilty = ({ matchers }: FoundSilence, examined: Examined): PlacedMatcher | undefined => {
  const { columns } = arrivingIn(examined);
  return matchers.find((matcher) =>
    passingAlerts(columns, [matcher]).every((passing) => passing === "none"),
  );
};

/** Values of the label that alerts have for certain. */
const carriedValues = (name: string, examined: Examined): readonly string[] => {
  const { constraints } = arrivingIn(examined).columns.column(name);
  return constraints.flatMap((constraint) => onlyValue(constraint) ?? []).filter(Boolean);
};

const meant = (matcher: PlacedMatcher | undefined, examined: Examined): string => {
  if (matcher === undefined) return "";
  const known = carriedValues(matcher.name, examined);
  const [near] = (namedValues(matcher) ?? []).flatMap((value) => suggestionFor(value, known) ?? []);
  return near === undefined ? "" : `did you mean ${matcher.name}="${near}"? `;
};

const discovery = (silence: FoundSilence, examined: Examined): Discovery => {
  const matcher = guilty(silence, examined);
  const none =
    matcher === undefined ? `${matchersText(silence.matchers)} together` : formatMatcher(matcher);
  return {
    place: matcher?.place ?? silence.place,
    subject: silenceSubject(silence),
    message: `this silence is about no alert of this set: none has ${none}\nwhat it was meant to silence still notifies`,
    help: `${meant(matcher, examined)}correct the silence, or let it end, unless it is about alerts of other rules`,
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const reading of silencesIn(examined.evidence, examined.today)) {
    if (reading.ok) continue;
    yield {
      place: reading.place,
      subject: reading.place.file,
      message: `this silence cannot be read: ${reading.message}`,
      help: "write it as `amtool silence query -o json` does",
    };
  }
  if (examined.alerts.length === 0) return;
  for (const { silence, meetsAny } of silenceReaches(examined)) {
    if (!meetsAny) yield discovery(silence, examined);
  }
};

export const silenceMatchesNothing: Check = {
  name: "silence-matches-nothing",
  severity: "warning",
  title: "A silence that is about no alert of the set",
  find,
};
