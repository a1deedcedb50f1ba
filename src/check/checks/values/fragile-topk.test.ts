import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { fragileTopk } from "./fragile-topk.ts";

test.each([
  ["topk(5, rate(shop_requests_total[5m])) > 100", { for: "5m" }, "warning"],
  ["0.5 < bottomk by (job) (1, shop_free)", {}, "info"],
])("%s with %s is found at its operator", (expr, fields, severity) => {
  expect(foundBy(fragileTopk, alertFiles([expr, fields]))).toMatchObject([
    { severity, line: 5, column: columnOf(expr, expr.includes("topk") ? "topk" : "bottomk") },
  ]);
});

test.each([
  "sum(topk(5, shop_requests)) > 100",
  "max(shop_requests) > 100",
  "shop_requests > 100 and topk(5, shop_requests)",
  "shop_requests > scalar(topk(1, shop_limit))",
])("%s is let be", (expr) => {
  expect(foundBy(fragileTopk, alertFiles([expr, { for: "5m" }]))).toEqual([]);
});
