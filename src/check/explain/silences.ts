import { matchersText } from "../../alertmanager/routing/matcher-text.ts";
import { isAbout, silenceState } from "../../alertmanager/silence/silence.ts";
import type { Labels } from "../../labels/labels.ts";
import { satisfy } from "../../labels/language.ts";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf, withMatchers } from "../../labels/symbolic-labels.ts";
import type { Instant } from "../../lib/clock.ts";
import type { SilenceExplanation } from "./explanation.ts";
import { isoText } from "./moment-text.ts";
import type { GivenSilence } from "./read-silences.ts";

const mayBeAbout = ({ matchers }: GivenSilence, labels: SymbolicLabels): boolean => {
  const narrowed = withMatchers(labels, matchers);
  return matchers.every(
    ({ name }) => satisfy(constraintOf(narrowed, name)).kind !== "unsatisfiable",
  );
};

type About = { readonly example: Labels; readonly labels: readonly SymbolicLabels[] };

/** The silences that hold at the moment, or will, and are about some alert with such labels. */
export const silencesAbout = (
  silences: readonly GivenSilence[],
  { example, labels }: About,
  at: Instant,
): SilenceExplanation[] =>
  silences.flatMap((silence) => {
    const state = silenceState(silence, at);
    const isAboutExample = isAbout(silence, example);
    if (state === "expired") return [];
    if (!isAboutExample && !labels.some((each) => mayBeAbout(silence, each))) return [];
    return [
      {
        id: silence.id,
        matchers: matchersText(silence.matchers),
        state,
        startsAt: isoText(silence.startsAt),
        endsAt: isoText(silence.endsAt),
        createdBy: silence.createdBy,
        comment: silence.comment,
        isAboutExample,
      },
    ];
  });
