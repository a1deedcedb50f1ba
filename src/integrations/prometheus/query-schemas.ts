import * as z from "zod";

/** A sample's value as Prometheus writes it: `1.5`, `NaN`, `+Inf`, `-Inf`. */
export const numberOf = (text: string): number => {
  if (text === "+Inf") return Infinity;
  return text === "-Inf" ? -Infinity : Number(text);
};

const labelsSchema = z.record(z.string(), z.string());
const sampleSchema = z.tuple([z.number(), z.string()]);
const histogramSchema = z.tuple([z.number(), z.unknown()]);

const millisecondsOf = (seconds: number): number => Math.round(seconds * 1000);

type Point = readonly [at: number, value: number];

/** https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries */
export const rangeSeriesSchema = z.object({
  resultType: z.literal("matrix"),
  result: z.array(
    z
      .object({
        metric: labelsSchema,
        values: z.array(sampleSchema).default([]),
        histograms: z.array(histogramSchema).default([]),
      })
      .transform(({ metric, values, histograms }) => {
        const points: Point[] = values.map(([at, text]) => [millisecondsOf(at), numberOf(text)]);
        for (const [at] of histograms) points.push([millisecondsOf(at), Number.NaN]);
        if (histograms.length > 0) points.sort(([a], [b]) => a - b);
        return {
          labels: metric,
          times: points.map(([at]) => at),
          values: points.map(([, value]) => value),
        };
      }),
  ),
});

/** https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
export const vectorSchema = z.discriminatedUnion("resultType", [
  z.object({
    resultType: z.literal("vector"),
    result: z.array(
      z
        .object({ metric: labelsSchema, value: sampleSchema.optional() })
        .transform(({ metric, value }) => ({
          labels: metric,
          value: value === undefined ? Number.NaN : numberOf(value[1]),
        })),
    ),
  }),
  z.object({ resultType: z.literal("scalar"), result: sampleSchema }),
]);
