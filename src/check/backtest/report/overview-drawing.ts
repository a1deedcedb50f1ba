import { momentText } from "../../explain/moment-text.ts";
import type { Backtest, ReportedFiring } from "../backtest-report.ts";
import { isNightIn } from "../night.ts";
import { waitText } from "./figures-table.ts";
import { drawing, element, hint, words } from "./svg.ts";

const WIDTH = 1000;
const LEFT = 260;
const RIGHT = 20;
const TOP = 56;
const ROW = 26;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MOST_DAYS_WITH_NIGHTS = 45;
const SELF_RESOLVED_MS = 300_000;

type Scale = (at: number) => number;

const nights = ({ from, to, zone }: Backtest, x: Scale, height: number): string[] => {
  const isNight = isNightIn(zone);
  const drawn: string[] = [];
  const end = Date.parse(to);
  let begin: number | undefined;
  for (let at = Date.parse(from); at <= end; at += HOUR_MS / 2) {
    const goesOn = isNight(at) && at + HOUR_MS / 2 <= end;
    if (goesOn) begin ??= at;
    else if (begin !== undefined) {
      const place = { x: x(begin), y: TOP - 6, width: x(at) - x(begin), height: height - TOP };
      drawn.push(element("rect", { ...place, class: "night" }));
      begin = undefined;
    }
  }
  return drawn;
};

const barOf = (
  { firedAt, resolvedAt }: ReportedFiring,
  { x, y, end, zone }: { x: Scale; y: number; end: number; zone: string },
): string => {
  const begin = Date.parse(firedAt);
  const until = resolvedAt === null ? end : Date.parse(resolvedAt);
  const isShort = resolvedAt !== null && until - begin <= SELF_RESOLVED_MS;
  const place = { x: x(begin), y: y - 12, width: Math.max(2, x(until) - x(begin)), height: 14 };
  const says = `${momentText(begin, zone)} for ${waitText(until - begin)}`;
  return element("rect", { ...place, class: isShort ? "useless" : "use" }, hint(says));
};

/** When each alert fired: a row each, nights shaded, what was over within 5 minutes in another colour. */
export const overviewDrawing = (backtest: Backtest): string => {
  const { from, to, zone, alerts } = backtest;
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const x: Scale = (at) => LEFT + ((at - begin) / (end - begin)) * (WIDTH - LEFT - RIGHT);
  const height = TOP + alerts.length * ROW + 30;
  const rows = alerts.flatMap(({ name, firings, figures }, index) => {
    const y = TOP + index * ROW + 14;
    return [
      words(name, { x: LEFT - 50, y, class: "end" }),
      words(String(figures.fired), { x: LEFT - 12, y, class: "quiet end" }),
      element("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y + 6, y2: y + 6, class: "rule" }),
      ...firings.map((firing) => barOf(firing, { x, y, end, zone })),
    ];
  });
  return drawing({ width: WIDTH, height }, `When ${alerts.length} alerts fired`, [
    words("When each alert would have fired", { x: 20, y: 24, class: "title" }),
    words("blue: lasted · orange: over within 5 minutes · shaded: night", {
      x: 20,
      y: 42,
      class: "quiet",
    }),
    ...((end - begin) / DAY_MS <= MOST_DAYS_WITH_NIGHTS ? nights(backtest, x, height - 24) : []),
    ...rows,
    words(momentText(begin, zone), { x: LEFT, y: height - 10, class: "quiet" }),
    words(`${momentText(end, zone)} ${zone}`, {
      x: WIDTH - RIGHT,
      y: height - 10,
      class: "quiet end",
    }),
  ]);
};
