import { printable } from "../../explain/text/rows.ts";
import type { Backtest, ReportedFiring } from "../backtest-report.ts";

const NAME_WIDTH = 28;
const CELLS = 80 - NAME_WIDTH;
/** How much of a cell's time an alert fired. */
const SHADES = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** The share of each cell's time in which an alert fired, from the beginning on. */
const sharesOf = (
  firings: readonly ReportedFiring[],
  { begin, end }: { readonly begin: number; readonly end: number },
): number[] => {
  const cellMs = (end - begin) / CELLS;
  const shares = Array.from({ length: CELLS }, () => 0);
  for (const { firedAt, resolvedAt } of firings) {
    const from = (Date.parse(firedAt) - begin) / cellMs;
    const to = ((resolvedAt === null ? end : Date.parse(resolvedAt)) - begin) / cellMs;
    for (let cell = Math.floor(Math.max(0, from)); cell < Math.min(CELLS, to); cell++) {
      shares[cell] = (shares[cell] ?? 0) + Math.min(cell + 1, to) - Math.max(cell, from);
    }
  }
  return shares.map((share) => Math.min(1, share));
};

const shadeOf = (share: number): string =>
  share === 0 ? "·" : (SHADES[Math.ceil(share * SHADES.length) - 1] ?? "█");

const shortened = (name: string): string =>
  name.length < NAME_WIDTH ? name : `${name.slice(0, NAME_WIDTH - 2)}…`;

/** A line for each alert that fired: when it did, the higher the longer. */
export const strips = ({ from, to, alerts }: Backtest): string[] => {
  const past = { begin: Date.parse(from), end: Date.parse(to) };
  const rows = alerts
    .filter(({ firings }) => firings.length > 0)
    .map(({ name, firings }) => {
      const cells = sharesOf(firings, past).map(shadeOf);
      return `${shortened(printable(name)).padEnd(NAME_WIDTH)}${cells.join("")}`;
    });
  if (rows.length === 0) return [];
  const [first, last] = [from, to].map((moment) => moment.slice(5, "2027-01-31".length));
  const scale = `${first}${String(last).padStart(CELLS - String(first).length)}`;
  return [...rows, `${" ".repeat(NAME_WIDTH)}${scale}`];
};
