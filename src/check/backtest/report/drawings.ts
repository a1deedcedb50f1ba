import type { Backtest } from "../backtest-report.ts";
import { overviewDrawing } from "./overview-drawing.ts";
import { tradeOffDrawing } from "./trade-off-drawing.ts";

const fileNameOf = (name: string): string => `${name.replaceAll(/[^\w.-]+/g, "_")}.svg`;

/** Files of SVG by name: when alerts fired, and for each that did what other settings would have done. */
export const drawings = (backtest: Backtest): Record<string, string> => ({
  "overview.svg": overviewDrawing(backtest),
  ...Object.fromEntries(
    backtest.alerts.flatMap((alert) => {
      const svg = tradeOffDrawing(alert);
      return svg === undefined ? [] : [[fileNameOf(alert.name), svg]];
    }),
  ),
});
