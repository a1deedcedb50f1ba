import { expect, test } from "vitest";
import { expandSeries, parseSeriesValues, sampleCount } from "./series-notation.ts";

const itemsOf = (text: string) => {
  const parsed = parseSeriesValues(text);
  if ("fault" in parsed) throw new Error(parsed.fault.message);
  return parsed.items;
};

const floats = (text: string) =>
  expandSeries(itemsOf(text), 100).map((sample) =>
    sample.kind === "float" ? sample.value : sample.kind,
  );

test.each([
  ["1 2 3", [1, 2, 3]],
  ["0+10x3", [0, 10, 20, 30]],
  ["5-2x2", [5, 3, 1]],
  ["-5-2x1", [-5, -7]],
  ["7x2", [7, 7, 7]],
  ["7x0", [7]],
  ["1 _ _x2 stale 2", [1, "missing", "missing", "missing", "stale", 2]],
  ["_x0 1", [1]],
  ["NaN Inf -Inf +inf", [Number.NaN, Infinity, -Infinity, Infinity]],
  ["1e3 .5 2. 1.5e-1", [1000, 0.5, 2, 0.15]],
  ["0x2", [0, 0, 0]],
  ["0.1+0.1x2", [0.1, 0.2, 0.30000000000000004]],
  ["  ", []],
  ["1-Infx1", [1, -Infinity]],
])("%s is %j", (text, expected) => {
  expect(floats(text)).toEqual(expected);
  expect(sampleCount(itemsOf(text))).toBe(expected.length);
});

test.each([
  ["1 two 3", 2],
  ["1+2", 0],
  ["1+2x", 0],
  ["5x-1", 0],
  ["1 stalex2", 2],
  ["1,2", 0],
  ["{{count:1", 0],
  ["{{colour:1}}", 0],
  ["{{count:1}}+1x2", 0],
  ["0x1F", 0],
])("%s is wrong at %i", (text, offset) => {
  expect(parseSeriesValues(text)).toMatchObject({ fault: { offset } });
});

test("histograms repeat and grow bucket by bucket", () => {
  const samples = expandSeries(
    itemsOf(
      "{{schema:1 sum:2 count:3 offset:1 buckets:[1 2]}}+{{schema:1 sum:1 count:2 buckets:[1 1]}}x2",
    ),
    10,
  );
  expect(samples).toHaveLength(3);
  expect(samples[2]).toMatchObject({
    kind: "histogram",
    value: { schema: 1, sum: 4, count: 7, offset: 0, buckets: [2, 3, 2] },
  });
  expect(expandSeries(itemsOf("{{}}x2 1"), 10)).toHaveLength(4);
});

test("a series of a billion values is cut where the reader says", () => {
  const items = itemsOf("0+1x1000000000");
  expect(sampleCount(items)).toBe(1_000_000_001);
  expect(expandSeries(items, 5)).toHaveLength(5);
});
