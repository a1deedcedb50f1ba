import { formatDuration } from "../../../lib/duration.ts";
import { printable } from "../../explain/text/rows.ts";
import type { Backtest, ReportedFigures } from "../backtest-report.ts";

type Column = {
  readonly title: readonly [string, string];
  readonly width: number;
  readonly cell: (figures: ReportedFigures) => string;
};

/** A rate with as many digits as tell something. */
export const rateText = (perWeek: number): string => {
  if (perWeek === 0) return "-";
  return perWeek < 10 ? perWeek.toFixed(1) : perWeek.toFixed(0);
};

const countText = (count: number): string => (count === 0 ? "-" : String(count));

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const unitFor = (ms: number): number => {
  if (ms < HOUR_MS) return 1_000;
  return ms < DAY_MS ? MINUTE_MS : HOUR_MS;
};

/** Seconds below an hour, minutes below a day, then hours. */
export const waitText = (ms: number): string => {
  const unit = unitFor(ms);
  return formatDuration(Math.round(ms / unit) * unit);
};

/** Less than a week says nothing of weeks. */
const TOLD_COUNTS: readonly Column[] = [
  { title: ["pages", ""], width: 7, cell: ({ pages }) => countText(pages) },
  { title: ["tickets", ""], width: 8, cell: ({ tickets }) => countText(tickets) },
];

const TOLD_RATES: readonly Column[] = [
  { title: ["pages", "a week"], width: 7, cell: (figures) => rateText(figures.pagesPerWeek) },
  { title: ["tickets", "a week"], width: 8, cell: (figures) => rateText(figures.ticketsPerWeek) },
];

const columnsOf = (told: readonly Column[]): readonly Column[] => [
  { title: ["fired", ""], width: 6, cell: ({ fired }) => countText(fired) },
  ...told,
  { title: ["night", "pages"], width: 6, cell: ({ nightPages }) => countText(nightPages) },
  { title: ["over", "in 5m"], width: 6, cell: ({ selfResolved }) => countText(selfResolved) },
  { title: ["flaps", ""], width: 6, cell: ({ flaps }) => countText(flaps) },
  {
    title: ["told", "again"],
    width: 6,
    cell: ({ duplicatesPerFiring }) => rateText(duplicatesPerFiring),
  },
  {
    title: ["told", "after"],
    width: 8,
    cell: ({ timeToDetectMs }) => (timeToDetectMs === null ? "-" : waitText(timeToDetectMs)),
  },
];

const WEEK_MS = 7 * DAY_MS;

const columnsFor = ({ from, to }: Backtest): readonly Column[] =>
  columnsOf(Date.parse(to) - Date.parse(from) < WEEK_MS ? TOLD_COUNTS : TOLD_RATES);

const NAME_WIDTH = 80 - columnsOf(TOLD_RATES).reduce((sum, { width }) => sum + width, 0);

/** A name may reach into the empty part of the first cell; a longer one stands on a line of its own. */
const rowOf = (name: string, figures: ReportedFigures, columns: readonly Column[]): string[] => {
  const shown = printable(name);
  const cells = columns.map(({ cell, width }) => cell(figures).padStart(width)).join("");
  const row = `${" ".repeat(NAME_WIDTH)}${cells}`;
  if (row.slice(0, shown.length + 1).trim() === "") return [shown + row.slice(shown.length)];
  return [shown, row];
};

const NOTHING: ReportedFigures = {
  fired: 0,
  pendingOnly: 0,
  pages: 0,
  tickets: 0,
  pagesPerWeek: 0,
  ticketsPerWeek: 0,
  nightPages: 0,
  selfResolved: 0,
  flaps: 0,
  untold: 0,
  duplicatesPerFiring: 0,
  timeToDetectMs: null,
  firingMs: 0,
};

/** One line of the table: an alert, and below it the same of the set it is compared with. */
export type TableRow = { readonly lines: readonly string[]; readonly isSecond: boolean };

const headRows = (columns: readonly Column[]): TableRow[] =>
  [0, 1].map((line) => {
    const titles = columns.map(({ title, width }) => (title[line] ?? "").padStart(width)).join("");
    return { lines: [`${" ".repeat(NAME_WIDTH)}${titles}`.trimEnd()], isSecond: true };
  });

/** Figures of each alert and of all, with those of a second set below each. */
export const figuresTable = (backtest: Backtest, against: Backtest | null): TableRow[] => {
  const columns = columnsFor(backtest);
  const others = new Map(against?.alerts.map(({ name, figures }) => [name, figures]));
  const names = new Set([...backtest.alerts.map(({ name }) => name), ...others.keys()]);
  const own = new Map(backtest.alerts.map(({ name, figures }) => [name, figures]));
  const pair = (
    name: string,
    figures: ReportedFigures | undefined,
    other: ReportedFigures | undefined,
  ): TableRow[] => [
    { lines: rowOf(name, figures ?? NOTHING, columns), isSecond: false },
    ...(against === null
      ? []
      : [{ lines: rowOf("  against", other ?? NOTHING, columns), isSecond: true }]),
  ];
  return [
    ...headRows(columns),
    ...[...names].flatMap((name) => pair(name, own.get(name), others.get(name))),
    ...pair("all", backtest.total, against?.total),
  ];
};
