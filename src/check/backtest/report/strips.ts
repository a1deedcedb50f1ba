import { printable } from "../../explain/text/rows.ts";
import type { Backtest, ReportedFiring } from "../backtest-report.ts";

const NAME_WIDTH = 28;
const CELLS = 80 - NAME_WIDTH;
/** How much of a cell's time an alert fired. */
const SHADES = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

const shareIn = (firings: readonly ReportedFiring[], from: number, to: number): number => {
  const all = firings.reduce((sum, { firedAt, resolvedAt }) => {
    const begin = Math.max(from, Date.parse(firedAt));
    const end = Math.min(to, resolvedAt === null ? to : Date.parse(resolvedAt));
    return sum + Math.max(0, end - begin);
  }, 0);
  return Math.min(1, all / (to - from));
};

const shortened = (name: string): string =>
  name.length < NAME_WIDTH ? name : `${name.slice(0, NAME_WIDTH - 2)}…`;

/** A line for each alert that fired: when it did, the higher the longer. */
export const strips = ({ from, to, alerts }: Backtest): string[] => {
  const begin = Date.parse(from);
  const cellMs = (Date.parse(to) - begin) / CELLS;
  const rows = alerts
    .filter(({ firings }) => firings.length > 0)
    .map(({ name, firings }) => {
      const cells = Array.from({ length: CELLS }, (_, index) => {
        const share = shareIn(firings, begin + index * cellMs, begin + (index + 1) * cellMs);
        return share === 0 ? "·" : (SHADES[Math.ceil(share * SHADES.length) - 1] ?? "█");
      });
      return `${shortened(printable(name)).padEnd(NAME_WIDTH)}${cells.join("")}`;
    });
  if (rows.length === 0) return [];
  const [first, last] = [from, to].map((moment) => moment.slice(5, "2027-01-31".length));
  const scale = `${first}${String(last).padStart(CELLS - String(first).length)}`;
  return [...rows, `${" ".repeat(NAME_WIDTH)}${scale}`];
};
