import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { counted } from "./listed.ts";
import { nearNames } from "./near-names.ts";
import { type SeriesReader, seriesReaders } from "./series-readers.ts";

/** Level and metric of `level:metric:operations`. */
const stemOf = (name: string): string => name.slice(0, name.lastIndexOf(":") + 1);

const discovery = (
  metric: string,
  readers: readonly SeriesReader[],
  recorded: {
    readonly near: (name: string) => string | undefined;
    readonly stems: ReadonlySet<string>;
  },
): Discovery[] => {
  const [first] = readers;
  if (first === undefined) return [];
  const near = recorded.near(metric);
  const isKin = near !== undefined || recorded.stems.has(stemOf(metric));
  const { rule, selector } = first;
  const others = new Set(readers.map((reader) => reader.rule)).size - 1;
  const more = others === 0 ? "" : ` (and ${counted(others, "other rule")})`;
  return [
    {
      place: rule.placeOf(selector.span),
      subject: rule.rule.name.text,
      severity: isKin ? "warning" : "info",
      message: isKin
        ? `no rule of this set records ${metric}, though others like it are: ${rule.rule.name.text}${more} finds nothing and stays silent`
        : `no rule of this set records ${metric}, which ${rule.rule.name.text}${more} reads`,
      help:
        near === undefined
          ? "record it, or give the file that does"
          : `did you mean ${near}? Otherwise record it, or give the file that does`,
    },
  ];
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { byMetric, recordings } = seriesReaders(examined);
  const names = [...recordings.keys()];
  const recorded = {
    near: nearNames(names),
    stems: new Set(names.filter((name) => name.includes(":")).map(stemOf)),
  };
  for (const [metric, readers] of byMetric) {
    if (!metric.includes(":") || recordings.has(metric)) continue;
    yield* discovery(metric, readers, recorded);
  }
};

export const recordingRuleMissing: Check = {
  name: "recording-rule-missing",
  severity: "warning",
  title: "A recorded series that rules read and no rule records",
  find,
};
