import { labelsText } from "../../../alertmanager/grouping/group.ts";
import type {
  DeliveryExplanation,
  IntegrationExplanation,
  IntervalExplanation,
  PassedOver,
  RouteExplanation,
} from "../explanation.ts";
import { momentText } from "../moment-text.ts";
import type { Paragraph, Row } from "./rows.ts";
import { textParagraphs } from "./rule-rows.ts";
import { counted, listWords } from "./words.ts";

const MOST_ROUTES = 4;
const MOST_COMPANIONS = 5;

const integrationWord = ({ kind, isTocsin }: IntegrationExplanation): string =>
  isTocsin ? "webhook of Tocsin" : kind;

const receiverText = ({ receiver, integrations }: DeliveryExplanation): string =>
  `${receiver} (${listWords(integrations.map(integrationWord)) || "no integrations"})`;

const routeText = ({ matchers, isRoot, place }: RouteExplanation): string =>
  `${isRoot ? "the root route" : matchers} on line ${place.line}`;

const matchedText = (route: RouteExplanation): string =>
  `${routeText(route)}${route.continues ? ", which continues" : ""}`;

const deliveredBy = ({ path }: DeliveryExplanation): string => {
  const below = path.filter(({ isRoot }) => !isRoot);
  return (below.length === 0 ? path : below).map(matchedText).join(", then ");
};

type Passed = {
  readonly word: "not by" | "never by";
  readonly tone: "dim" | "yellow";
  readonly count: number;
};

const passedParagraphs = (
  passed: readonly PassedOver[],
  { word, tone, count }: Passed,
): Paragraph[] => {
  const shown = passed.slice(0, MOST_ROUTES).map(({ route, because }) => ({
    text: `${word} ${routeText(route)}: ${because}`,
    tone,
  }));
  const rest = count - shown.length;
  return rest === 0 ? shown : [...shown, { text: `and ${rest} more routes`, tone }];
};

const routedRow = (delivery: DeliveryExplanation): Row => ({
  label: "routed",
  paragraphs: [
    {
      text: `to ${receiverText(delivery)}`,
      ...(delivery.integrations.length === 0 ? { tone: "yellow" as const } : {}),
    },
    { text: `by ${deliveredBy(delivery)}` },
    ...passedParagraphs(delivery.passedOver, {
      word: "not by",
      tone: "dim",
      count: delivery.passedOverCount,
    }),
    ...passedParagraphs(delivery.unreached, {
      word: "never by",
      tone: "yellow",
      count: delivery.unreached.length,
    }),
  ],
});

const groupRow = ({ group }: DeliveryExplanation): Row => {
  if (group.by === "all") {
    return { label: "grouped", paragraphs: [{ text: "by all its labels: every alert by itself" }] };
  }
  if (group.by.length === 0) {
    return { label: "grouped", paragraphs: [{ text: "with every alert of this route" }] };
  }
  const absent = group.absent.length === 0 ? "" : `; the example has no ${listWords(group.absent)}`;
  return {
    label: "grouped",
    paragraphs: [
      { text: `by ${group.by.join(", ")}${absent}` },
      { text: labelsText(group.labels), hanging: 1 },
      ...(group.with.length === 0
        ? [{ text: "with no other alert of this set" }]
        : [{ text: `perhaps with ${listWords(group.with, MOST_COMPANIONS)}` }]),
    ],
  };
};

const intervalText = ({ name, kind, within, until }: IntervalExplanation, zone: string): string => {
  const moment = until === null ? undefined : momentText(Date.parse(until), zone);
  if (kind === "mute") {
    if (within) return `muted by ${name} ${moment === undefined ? "for ever" : `until ${moment}`}`;
    return `not muted by ${name}, which ${moment === undefined ? "never comes" : `begins on ${moment}`}`;
  }
  if (within) return `active in ${name} ${moment === undefined ? "for ever" : `until ${moment}`}`;
  return `outside ${name}, which ${moment === undefined ? "never comes" : `begins on ${moment}`}`;
};

const timesRow = ({ intervals, state }: DeliveryExplanation, zone: string): Row => ({
  label: "times",
  paragraphs:
    intervals.length === 0
      ? [{ text: "notifies at any time" }]
      : intervals.map((interval) => ({
          text: intervalText(interval, zone),
          ...(state === "notifies" ? {} : { tone: "yellow" as const }),
        })),
});

const firstText = ({ timing }: DeliveryExplanation, zone: string): Paragraph => {
  const { firstMessage, heldBackBy } = timing;
  const cause = heldBackBy.length === 0 ? "" : ` (held back: ${heldBackBy.join("; ")})`;
  if (firstMessage === null) return { text: `not within 32 days${cause}`, tone: "red" };
  const when =
    firstMessage.after === "0s" ? "as soon as it fires" : `${firstMessage.after} after it fires`;
  const text = `${when}, ${momentText(Date.parse(firstMessage.at), zone)}${cause}`;
  return heldBackBy.length === 0 ? { text } : { text, tone: "yellow" };
};

const timingRow = (delivery: DeliveryExplanation, zone: string): Row => {
  const { joiningAtMost, repeatsEvery, repeatInterval } = delivery.timing;
  if (delivery.integrations.length === 0) {
    return {
      label: "first told",
      paragraphs: [{ text: "never: the receiver tells nobody", tone: "red" }],
    };
  }
  return {
    label: "first told",
    paragraphs: [
      firstText(delivery, zone),
      { text: `at most ${joiningAtMost} after it fires when its group is there already` },
      {
        text: `again every ${repeatsEvery} while nothing changes (repeat_interval ${repeatInterval})`,
      },
    ],
  };
};

/** Fields that are read; the rest of Alertmanager's own defaults is links and looks. */
const MAIN = /^(?:title|text|message|description|summary|subject|headers\.Subject|state_message)$/;

const messageRow = ({ kind, isTocsin, texts }: IntegrationExplanation): Row => {
  const label = "message";
  if (isTocsin) return { label, paragraphs: [] };
  const shown = texts.filter(
    ({ name, isDefault, text, error }) =>
      error !== null || (text.trim() !== "" && (!isDefault || MAIN.test(name))),
  );
  const hidden = texts.filter(({ isDefault, text }) => isDefault && text.trim() !== "");
  const rest = hidden.filter((text) => !shown.includes(text)).length;
  return {
    label,
    paragraphs: [
      { text: shown.length === 0 ? `${kind}: the group as JSON` : `${kind}:` },
      ...textParagraphs(shown),
      ...(rest === 0
        ? []
        : [
            {
              text: `and ${counted(rest, "other field")} by Alertmanager's default`,
              tone: "dim" as const,
            },
          ]),
    ],
  };
};

/** Where the alert goes by one route, when, and what is said there. */
export const deliveryRows = (delivery: DeliveryExplanation, zone: string): Row[] => [
  routedRow(delivery),
  groupRow(delivery),
  timingRow(delivery, zone),
  timesRow(delivery, zone),
  ...delivery.integrations.map(messageRow),
];

/** The same in two lines, for several alerts at once. */
export const briefDeliveryRows = (delivery: DeliveryExplanation, zone: string): Row[] => [
  {
    label: "routed",
    paragraphs: [{ text: `to ${receiverText(delivery)} by ${deliveredBy(delivery)}` }],
  },
  { label: "first told", paragraphs: [firstText(delivery, zone)] },
];
