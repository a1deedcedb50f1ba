import { formatDuration } from "../../../lib/duration.ts";
import type { ReportedChoice, ReportedTradeOff } from "../backtest-report.ts";
import type { Suggestion } from "../suggestion.ts";
import { waitText } from "./figures-table.ts";

const WIDTH = 24;

/** Firings of no use: those of no known incident, or else those that were over within 5 minutes. */
export const uselessOf = ({ falseFirings, selfResolved }: ReportedChoice): number =>
  falseFirings ?? selfResolved;

/** `5m later`, `2m earlier`. */
export const delayText = (laterMs: number): string => {
  if (laterMs === 0) return "";
  return laterMs > 0 ? `${waitText(laterMs)} later` : `${waitText(-laterMs)} earlier`;
};

/** A setting as it stands in a rule. */
export const settingText = (choice: ReportedChoice, change: Suggestion["change"]): string =>
  change === "for" ? formatDuration(choice.forMs) : String(choice.threshold);

const isSame = (a: ReportedChoice, b: ReportedChoice | undefined): boolean =>
  b !== undefined && a.threshold === b.threshold && a.forMs === b.forMs;

type Marks = { readonly present: ReportedChoice; readonly suggested: ReportedChoice | undefined };

const markOf = (choice: ReportedChoice, { present, suggested }: Marks): string => {
  if (isSame(choice, present)) return "now";
  return isSame(choice, suggested) ? "try" : "";
};

const barOf = (choice: ReportedChoice, most: number): string => {
  const useless = uselessOf(choice);
  const cells = (count: number): number =>
    count === 0 ? 0 : Math.max(1, Math.round((count / Math.max(most, 1)) * WIDTH));
  const good = cells(choice.fired - useless);
  return `${"█".repeat(good)}${"░".repeat(Math.min(WIDTH - good, cells(useless)))}`;
};

/** One setting each line, with a bar of its firings: full those of use, shaded the others. */
export const choiceBars = (
  { present, thresholds, fors, worthyAre }: ReportedTradeOff,
  change: Suggestion["change"],
  suggested: ReportedChoice | undefined,
): string[] => {
  const choices = change === "for" ? fors : thresholds;
  if (choices.length === 0) return [];
  const most = Math.max(...choices.map(({ fired }) => fired));
  const settings = choices.map((choice) => settingText(choice, change));
  const wide = Math.max(change.length, ...settings.map((text) => text.length));
  const useless = worthyAre === "known incidents" ? "false" : "over in 5m";
  const head = `${change.padEnd(wide)}       ${"fired".padEnd(WIDTH + 6)}${useless.padEnd(11)}missed`;
  const rows = choices.map((choice, index) => {
    const mark = markOf(choice, { present, suggested }).padEnd(3);
    const bar = `${barOf(choice, most)} ${choice.fired}`.padEnd(WIDTH + 6);
    const cells = `${String(uselessOf(choice)).padEnd(11)}${String(choice.missed).padEnd(7)}`;
    const setting = settings[index]?.padEnd(wide) ?? "";
    return `${setting}  ${mark}  ${bar}${cells}${delayText(choice.laterMs)}`.trimEnd();
  });
  return [head, ...rows];
};
