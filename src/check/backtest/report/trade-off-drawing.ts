import type { ReportedAlert, ReportedChoice, ReportedTradeOff } from "../backtest-report.ts";
import type { Suggestion } from "../suggestion.ts";
import { delayText, settingText, uselessOf } from "./choice-bars.ts";
import { drawing, element, hint, words } from "./svg.ts";
import { suggestionText } from "./text.ts";

const WIDTH = 1000;
const LEFT = 60;
const PANEL = 230;
const TOP = 96;
const GAP = 74;

type Panel = {
  readonly choices: readonly ReportedChoice[];
  readonly change: Suggestion["change"];
  readonly top: number;
  readonly present: ReportedChoice;
  readonly suggested: ReportedChoice | undefined;
};

const isSame = (a: ReportedChoice, b: ReportedChoice | undefined): boolean =>
  b !== undefined && a.threshold === b.threshold && a.forMs === b.forMs;

const saysOf = (choice: ReportedChoice, change: Suggestion["change"]): string =>
  [
    `${change} ${settingText(choice, change)}: ${choice.fired} firings`,
    `${uselessOf(choice)} of no use`,
    `${choice.missed} missed`,
    delayText(choice.laterMs),
  ]
    .filter((text) => text !== "")
    .join(", ");

const columnOf = (
  choice: ReportedChoice,
  { change, top, present, suggested }: Panel,
  { x, width, most }: { x: number; width: number; most: number },
): string[] => {
  const bottom = top + PANEL;
  const high = (count: number): number => (count / Math.max(most, 1)) * PANEL;
  const useless = high(uselessOf(choice));
  const all = high(choice.fired);
  const place = { x, width };
  const isNow = isSame(choice, present);
  const frame = isNow ? "now" : "try";
  const middle = x + width / 2;
  return [
    element(
      "rect",
      { ...place, y: bottom - all, height: all - useless, class: "use" },
      hint(saysOf(choice, change)),
    ),
    element(
      "rect",
      { ...place, y: bottom - useless, height: useless, class: "useless" },
      hint(saysOf(choice, change)),
    ),
    ...(isNow || isSame(choice, suggested)
      ? [
          element("rect", {
            x: x - 3,
            width: width + 6,
            y: top - 4,
            height: PANEL + 8,
            class: frame,
          }),
        ]
      : []),
    words(settingText(choice, change), { x: middle, y: bottom + 18, class: "middle" }),
    words(delayText(choice.laterMs), { x: middle, y: bottom + 34, class: "quiet small middle" }),
    ...(choice.missed === 0
      ? []
      : [words(`${choice.missed} missed`, { x: middle, y: bottom + 50, class: "middle" })]),
  ];
};

const panelOf = (panel: Panel): string[] => {
  const { choices, change, top } = panel;
  const most = Math.max(1, ...choices.map(({ fired }) => fired));
  const each = (WIDTH - LEFT - 20) / choices.length;
  const bottom = top + PANEL;
  return [
    words(change === "for" ? "by `for`" : "by threshold", { x: 20, y: top - 14, class: "quiet" }),
    words(String(most), { x: LEFT - 8, y: top + 10, class: "quiet end" }),
    words("0", { x: LEFT - 8, y: bottom, class: "quiet end" }),
    element("line", { x1: LEFT, x2: WIDTH - 20, y1: bottom, y2: bottom, class: "rule" }),
    ...choices.flatMap((choice, index) =>
      columnOf(choice, panel, { x: LEFT + index * each + each * 0.15, width: each * 0.7, most }),
    ),
  ];
};

const legend = ({ worthyAre }: ReportedTradeOff): string =>
  worthyAre === "known incidents"
    ? "blue: of a known incident · orange: of none · framed: as it is now · dashed: worth a try"
    : "blue: lasted · orange: over within 5 minutes · framed: as it is now · dashed: worth a try";

/** What other thresholds and other times of `for` would have done with an alert. */
export const tradeOffDrawing = (alert: ReportedAlert): string | undefined => {
  const { name, tradeOff, suggestion } = alert;
  if (tradeOff === null) return undefined;
  const { present, thresholds, fors } = tradeOff;
  const panels = [
    { choices: thresholds, change: "threshold" as const },
    { choices: fors, change: "for" as const },
  ].filter(({ choices }) => choices.length > 0);
  const suggested = suggestion?.choice;
  const height = TOP + panels.length * (PANEL + GAP);
  const says = suggestionText(alert) ?? "no better setting was found";
  return drawing({ width: WIDTH, height }, `${name}: ${says}`, [
    words(name, { x: 20, y: 24, class: "title" }),
    words(says, { x: 20, y: 42 }),
    words(legend(tradeOff), { x: 20, y: 58, class: "quiet" }),
    ...panels.flatMap(({ choices, change }, index) =>
      panelOf({ choices, change, present, suggested, top: TOP + index * (PANEL + GAP) }),
    ),
  ]);
};
