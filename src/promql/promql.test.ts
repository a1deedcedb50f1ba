import { expect, test } from "vitest";
import { counter } from "../model/define/counter.ts";
import { promql } from "./promql.ts";

test("counters, numbers and other expressions are put in as they are", () => {
  const requests = counter("requests_total");
  const rate = promql`rate(${requests}[5m])`;
  expect(promql`${rate} > ${0.5}`.promql).toBe("rate(requests_total[5m]) > 0.5");
});

test("a string is escaped for use between double quotes", () => {
  expect(promql`up{job="${'a"b\\c'}"}`.promql).toBe('up{job="a\\"b\\\\c"}');
});

test("backslashes of a regular expression stay as written", () => {
  expect(promql`up{job=~"a\\.b"}`.promql).toBe('up{job=~"a\\\\.b"}');
});

test("the indentation of the source is not part of the query", () => {
  expect(
    promql`
      sum(
        up
      ) == 0
    `.promql,
  ).toBe("sum(\n  up\n) == 0");
});
