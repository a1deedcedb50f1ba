import type { Check, Discovery } from "../../check.ts";
import { currentSilences, type FoundSilence } from "../../evidence/silences.ts";
import type { Examined } from "../../examined.ts";
import { silenceSubject } from "./silence-reach.ts";

const DAY_MS = 24 * 3_600_000;

/** By then everybody who is on call has handed over, and the next do not know why. */
const LONGEST_DAYS = 7;

const discovery = (silence: FoundSilence): Discovery => {
  const days = Math.round((silence.endsAt - silence.startsAt) / DAY_MS);
  const { createdBy, comment } = silence;
  const said = comment === "" ? "" : `: "${comment}"`;
  const by = createdBy === "" ? "" : `\nset by ${createdBy}${said}`;
  return {
    place: silence.endPlace,
    subject: silenceSubject(silence),
    message: `this silence lasts ${days} days, and whoever set it will not think of it for so long${by}`,
    help: `let it end within ${LONGEST_DAYS} days and set it anew if need be; what nobody wants to hear of is better changed in its rule or route`,
  };
};

const find = function* ({ evidence, today }: Examined): Iterable<Discovery> {
  for (const silence of currentSilences(evidence, today)) {
    if (silence.endsAt - silence.startsAt > LONGEST_DAYS * DAY_MS) yield discovery(silence);
  }
};

export const silenceTooLong: Check = {
  name: "silence-too-long",
  severity: "warning",
  title: "A silence that lasts longer than a week",
  find,
};
