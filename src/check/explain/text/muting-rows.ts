import { labelsText } from "../../../alertmanager/grouping/group.ts";
import type {
  AlertExplanation,
  AlertmanagerExplanation,
  InhibitionExplanation,
  SilenceExplanation,
} from "../explanation.ts";
import { momentText } from "../moment-text.ts";
import type { Paragraph, Row } from "./rows.ts";
import { differingWords, listWords } from "./words.ts";

type Direction = { readonly word: string; readonly shown: "source" | "target" };

const ruleText = ({ rule }: InhibitionExplanation): string => {
  const equal = rule.equal.length === 0 ? "" : `, equal ${rule.equal.join(", ")}`;
  return `the rule on line ${rule.place.line}, ${rule.source} over ${rule.target}${equal}`;
};

/** The other alert, by the labels that the rule looks at. */
const witnessText = ({ rule, ...pair }: InhibitionExplanation, side: "source" | "target"): string =>
  labelsText(
    Object.fromEntries(
      Object.entries(pair[side]).filter(
        ([name]) => name === "alertname" || rule.labels.includes(name),
      ),
    ),
  );

const inhibitionParagraphs = (
  inhibitions: readonly InhibitionExplanation[],
  { word, shown }: Direction,
): Paragraph[] => {
  const byRule = Map.groupBy(inhibitions, ruleText);
  return [...byRule].flatMap(([rule, alike]): Paragraph[] => {
    const names = listWords([...new Set(alike.map(({ alert }) => alert))]);
    const certain = alike.find(({ isCertain }) => isCertain);
    return [
      { text: `${word}${names}${certain === undefined ? ", as far as can be told" : ""}` },
      { text: `by ${rule}`, tone: "dim" },
      ...(certain === undefined
        ? []
        : [{ text: `such as ${witnessText(certain, shown)}`, tone: "dim" as const }]),
    ];
  });
};

const inhibitionRows = ({ inhibitedBy, inhibits }: AlertmanagerExplanation): Row[] => {
  if (inhibitedBy.length + inhibits.length === 0) {
    const text = "by no alert of this set, and inhibits none";
    return [{ label: "inhibited", paragraphs: [{ text }] }];
  }
  return [
    {
      label: "inhibited",
      paragraphs:
        inhibitedBy.length === 0
          ? [{ text: "by no alert of this set" }]
          : inhibitionParagraphs(inhibitedBy, { word: "by ", shown: "source" }),
    },
    {
      label: "inhibits",
      paragraphs:
        inhibits.length === 0
          ? [{ text: "no alert of this set" }]
          : inhibitionParagraphs(inhibits, { word: "", shown: "target" }),
    },
  ];
};

const otherWaysRow = ({ otherWays, areAllWays }: AlertmanagerExplanation): Row => ({
  label: "otherwise",
  paragraphs: [
    ...otherWays.map(({ differing, receivers }) => ({
      text: `to ${listWords(receivers)} when it has ${differingWords(differing)}`,
    })),
    ...(areAllWays ? [] : [{ text: "and other ways; ask with label=value", tone: "dim" as const }]),
  ],
});

const silenceText = (silence: SilenceExplanation, zone: string): Paragraph => {
  const { id, matchers, state, startsAt, endsAt, createdBy, comment, isAboutExample } = silence;
  const when =
    state === "active"
      ? `until ${momentText(Date.parse(endsAt), zone)}`
      : `from ${momentText(Date.parse(startsAt), zone)}`;
  const who = createdBy === "" ? "" : ` by ${createdBy}`;
  const why = comment === "" ? "" : `: ${comment}`;
  const some = isAboutExample ? "" : " (not the example)";
  const text = `${matchers}${some} ${when}${who}${why}, silence ${id}`;
  return isAboutExample && state === "active" ? { text, tone: "yellow" } : { text };
};

/** The silences; without any, whether they were given. */
export const silencesRow = ({ silencesKnown, silences }: AlertExplanation, zone: string): Row => {
  const none = silencesKnown
    ? "by none of the silences given"
    : "not known: no silences were given (amtool silence query -o json)";
  return {
    label: "silenced",
    paragraphs:
      silences.length === 0
        ? [{ text: none }]
        : silences.map((silence) => silenceText(silence, zone)),
  };
};

/** What keeps the alert back, what it keeps back, and where others of its kind go. */
export const mutingRows = (alertmanager: AlertmanagerExplanation): Row[] => [
  otherWaysRow(alertmanager),
  ...inhibitionRows(alertmanager),
];
