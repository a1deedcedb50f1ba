import { type Dimension, unitName } from "../../../promql/values/dimension.ts";
import type { Check, Discovery } from "../../check.ts";
import {
  inPrintedValues,
  type PrintedValue,
  printedExample,
  valueFactsOf,
} from "./printed-value.ts";
import { shownBy } from "./query-verdicts.ts";

const exampleValue = ({ quantity, scale }: Dimension): number => {
  if (quantity === "ratio") return 0.85 * scale;
  return quantity === "data" ? 2_147_483_648 * scale : 90;
};

const discovery = (printed: PrintedValue): Discovery | undefined => {
  const { alert, action, place, annotation, through } = printed;
  if (!through.some(({ name }) => name === "humanizePercentage")) return undefined;
  const { dimension, dimensionBasis } = valueFactsOf(alert);
  if (dimension === undefined || dimension.quantity === "count") return undefined;
  if (dimension.quantity === "ratio" && (dimension.scale === 1 || dimension.perSecond)) {
    return undefined;
  }
  const example = printedExample(alert, action, exampleValue(dimension));
  if (example === undefined) return undefined;
  return {
    place,
    subject: alert.rule.name.text,
    severity: dimensionBasis === "convention" ? "info" : "warning",
    message: `${annotation.name.text} prints a value that is in ${unitName(dimension)} as if it were a ratio`,
    help:
      dimension.quantity === "ratio"
        ? 'print it with `| printf "%.1f"` and a % behind it, or leave out the factor of 100'
        : "print it in its own unit, with humanize, humanize1024 or humanizeDuration",
    ...shownBy(example),
  };
};

export const percentageOfNoRatio: Check = {
  name: "percentage-of-no-ratio",
  severity: "warning",
  title: "humanizePercentage of a value that is no ratio",
  find: (examined) => inPrintedValues(examined, discovery),
};
