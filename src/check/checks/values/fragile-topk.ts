import type { Aggregation, Expr } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { queriedAlerts } from "./query-verdicts.ts";

const CHOOSING: ReadonlySet<string> = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);
const SETS: ReadonlySet<string> = new Set(["and", "or", "unless"]);

/** An aggregation that chooses series, where the alert's labels come from. */
const choiceIn = (expr: Expr): Aggregation | undefined => {
  let node = withoutParens(expr);
  for (;;) {
    if (node.kind === "aggregation") return CHOOSING.has(node.operator) ? node : undefined;
    if (node.kind !== "binary") return undefined;
    const right = withoutParens(node.right);
    const takesRight = node.left.kind === "number" || node.matching.cardinality === "one-to-many";
    node = takesRight && !SETS.has(node.operator) ? right : withoutParens(node.left);
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of queriedAlerts(examined)) {
    const choice = choiceIn(alert.query.expr);
    if (choice === undefined) continue;
    const waits = (alert.rule.for?.ms ?? 0) > 0;
    yield {
      place: alert.placeOf(choice.operatorSpan),
      subject: alert.rule.name.text,
      severity: waits ? "warning" : "info",
      message: `${choice.operator} chooses other series whenever the order changes: ${waits ? "each change begins `for` again, so that nothing may fire at all" : "alerts resolve and others open, though nothing has got better"}`,
      help: `compare all series, without ${choice.operator}`,
    };
  }
};

export const fragileTopk: Check = {
  name: "fragile-topk",
  severity: "warning",
  title: "An alert on series that are chosen by their order",
  find,
};
