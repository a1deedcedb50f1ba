import { expect, test } from "vitest";
import type { Constraint } from "../../labels/symbolic.ts";
import { metricCatalogueSchema } from "../metrics/metric-facts.ts";
import { metricsOf } from "../metrics/metrics.ts";
import { parseExpr } from "../syntax/parse.ts";
import { type LabelFlow, type LabelFlowContext, labelFlow } from "./label-flow.ts";
import { labelVerdict } from "./label-verdict.ts";

const flowOf = (query: string, context: LabelFlowContext = {}): LabelFlow => {
  const parsed = parseExpr(query);
  if ("error" in parsed) throw new Error(`${query}: ${parsed.error.message}`);
  return labelFlow(parsed.expr, context);
};

const presence = (query: string, label: string, context: LabelFlowContext = {}): string =>
  labelVerdict(flowOf(query, context), label).presence;

const reasonOf = (query: string, label: string): string | undefined =>
  labelVerdict(flowOf(query), label).branches[0]?.reason.because;

const spanText = (query: string, label: string): string | undefined => {
  const span = labelVerdict(flowOf(query), label).branches[0]?.reason.span;
  return span === undefined ? undefined : query.slice(span.from, span.to);
};

const known = (query: string, label: string): readonly (Constraint | undefined)[] =>
  flowOf(query).alternatives.map(({ labels }) => labels.known[label]);

test.each([
  ['x{a="1"}', "a", "always"],
  ['x{a=""}', "a", "never"],
  ['x{a!=""}', "a", "always"],
  ['x{a!="1"}', "a", "maybe"],
  ['x{a=~".+"}', "a", "always"],
  ['x{a=~".*"}', "a", "maybe"],
  ['x{a=~"|1"}', "a", "maybe"],
  ['x{a=~"1|2"}', "a", "always"],
  ['x{a!~".+"}', "a", "never"],
  ['x{a!~"1|2"}', "a", "maybe"],
  ['x{a=~"1|",a!="1"}', "a", "never"],
  ['x{a=~"1|2|",a!=""}', "a", "always"],
  ['x{a=~".+",a!~"..*"}', "a", "never"],
  ['x{a=~"a.*",a!~"a.+"}', "a", "always"],
  ["x", "a", "maybe"],
  ["x", "__name__", "always"],
  ['{a="1"}', "__name__", "always"],
  ["1", "a", "never"],
  ["vector(1)", "a", "never"],
  ["time() > 1", "a", "never"],
  ['rate(x{a="1"}[5m])', "a", "always"],
  ['rate(x{a="1"}[5m])', "__name__", "never"],
  ["last_over_time(x[5m])", "__name__", "always"],
  ["-x", "__name__", "never"],
  ["+x", "__name__", "always"],
  ["x > 1", "__name__", "always"],
  ["x > bool 1", "__name__", "never"],
  ["1 < x", "__name__", "always"],
  ["x + 1", "__name__", "never"],
  ["x atan2 1", "__name__", "maybe"],
  ["-x atan2 1", "__name__", "never"],
  ['max_over_time((x{a="1"} > 1)[5m:1m] offset 5m)', "a", "always"],
  ['sum(x{a="1"})', "a", "never"],
  ['sum by (a) (x{a="1"})', "a", "always"],
  ["sum by (a) (x)", "a", "maybe"],
  ["sum by (a) (x)", "b", "never"],
  ["sum by (__name__) (x)", "__name__", "always"],
  ['sum without (a) (x{a="1",b="2"})', "a", "never"],
  ['sum without (a) (x{a="1",b="2"})', "b", "always"],
  ["sum without (a) (x)", "c", "maybe"],
  ["sum without (a) (x)", "__name__", "never"],
  ['topk by (b) (1, x{a="1"})', "a", "always"],
  ["topk(1, x)", "__name__", "always"],
  ['quantile(0.9, x{a="1"})', "a", "never"],
  ['count_values("v", x)', "v", "always"],
  ['count_values without (a) ("v", x{b="1"})', "b", "always"],
  ['count_values without (v) ("v", x)', "v", "never"],
  ["histogram_quantile(0.9, rate(x_bucket[5m]))", "le", "never"],
  ["histogram_quantile(0.9, sum by (le, job) (rate(x_bucket[5m])))", "job", "maybe"],
  ['absent(x{a="1"})', "a", "always"],
  ['absent((x{a="1"}))', "a", "always"],
  ['absent(x{a="1",a="1"})', "a", "never"],
  ['absent(x{a!="0",a="1"})', "a", "always"],
  ['absent(x{a="1",a!="0"})', "a", "never"],
  ['absent(x{a=~"1"})', "a", "never"],
  ['absent(x{a=""})', "a", "never"],
  ["absent(x)", "__name__", "never"],
  ['absent(sum(x{a="1"}))', "a", "never"],
  ['absent(x{a="1"} > 1)', "a", "never"],
  ['absent_over_time(x{a="1"}[5m])', "a", "always"],
  ['absent_over_time(x{a="1"}[5m:1m])', "a", "never"],
  ['label_replace(x, "a", "v", "b", ".*")', "a", "always"],
  ['label_replace(x, "a", "", "b", ".*")', "a", "never"],
  ['label_replace(x, "a", "v", "b", "c")', "a", "maybe"],
  ['label_replace(x{b="c"}, "a", "v", "b", "c")', "a", "always"],
  ['label_replace(x{b="d",a=""}, "a", "v", "b", "c")', "a", "never"],
  ['label_replace(x{b="c:1"}, "a", "$1", "b", "(.*):.*")', "a", "always"],
  ['label_replace(x{b!=""}, "a", "$1", "b", "(.*)")', "a", "always"],
  ['label_replace(x, "a", "$1", "b", "(.*)")', "a", "maybe"],
  ['label_replace(x{a!=""}, "a", "$1", "b", "([^:]+):.*")', "a", "always"],
  ['label_replace(x{a!=""}, "a", "$1", "b", "([^:]*):.*")', "a", "maybe"],
  ['label_replace(x{a!=""}, "a", "$2", "b", "([^:]+):.*")', "a", "maybe"],
  ['label_replace(x, "__name__", "y", "", "")', "__name__", "always"],
  ['label_join(x, "a", "-", "b", "c")', "a", "always"],
  ['label_join(x, "a", "", "b", "c")', "a", "maybe"],
  ['label_join(x{b="1"}, "a", "", "b", "c")', "a", "always"],
  ['label_join(x, "a", "-")', "a", "never"],
  ['x{a="1"} * on (b) y', "a", "never"],
  ["x * on (b) y", "b", "maybe"],
  ['x * on (b) y{b="1"}', "b", "always"],
  ['x{a="1"} * ignoring (a) y', "a", "never"],
  ['x{a="1"} * y', "a", "always"],
  ["x > y", "__name__", "always"],
  ["x > on (b) y", "__name__", "never"],
  ["x > ignoring (b) y", "__name__", "always"],
  ["x * y", "__name__", "never"],
  ['x{a="1"} * on (b) group_left () y', "a", "always"],
  ['x * on (b) group_left (c) y{c="1"}', "c", "always"],
  ['x{c="1"} * on (b) group_left (c) sum by (b) (y)', "c", "never"],
  ['x * on (b) group_right (c) y{a="1"}', "a", "always"],
  ['x{c="1"} * on (b) group_right (c) y', "c", "always"],
  ['x{a="1"} and on () y', "a", "always"],
  ['x and on (b) y{b="1"}', "b", "always"],
  ["x and y", "__name__", "always"],
  ['x unless on (b) y{b="1"}', "b", "maybe"],
  ['x{a="1"} or y{a="2"}', "a", "always"],
  ['x{a="1"} or y', "a", "maybe"],
  ['info(x{a="1"})', "a", "always"],
  ['info(x{a=""}, {a=~".*"})', "a", "maybe"],
  ['info(x{a=""}, {b=~".+"})', "a", "never"],
  ["info(sum by (job) (x))", "version", "maybe"],
])("in %s the label %s is there %s", (query, label, expected) => {
  expect(presence(query, label)).toBe(expected);
});

test.each([
  ["sum by (job) (rate(x[5m]))", "instance", "removed by `sum by (job)`", "by (job)"],
  ["sum(x)", "a", "removed by `sum` without `by`", "sum"],
  ["sum by (a) (sum by (b) (x))", "c", "removed by `sum by (b)`", "by (b)"],
  ['x{a="1"}', "a", 'the selector requires `a="1"`', 'a="1"'],
  ['x{a!="1"}', "a", 'the selector says no more than `a!="1"`', 'a!="1"'],
  ["sum by (a) (x)", "a", "the selector of `x` says nothing of it", "x"],
  ["rate(x[5m])", "__name__", "removed by `rate()`", "rate"],
  ["x > bool 1", "__name__", "removed by `> bool`", ">"],
  [
    'absent(x{a=~"1"})',
    "a",
    '`a=~"1"` is not an equality matcher, so `absent()` does not give it',
    'a=~"1"',
  ],
  [
    "absent(sum(x))",
    "a",
    "`absent()` gives labels of a bare selector only, and this is an expression",
    "absent(sum(x))",
  ],
  ["x * ignoring (a) y", "a", "removed by `ignoring (a)`", "ignoring (a)"],
  [
    "x * on (a) group_left (b) sum by (a) (y)",
    "b",
    "`group_left (b)` copies it from the right side, where it is not there: removed by `sum by (a)`",
    "on (a) group_left (b)",
  ],
  ["vector(1)", "a", "`vector()` of a number has no labels", "vector"],
])("of %s it says why the label %s is as it is", (query, label, ...[because, span]) => {
  expect(reasonOf(query, label)).toBe(because);
  expect(spanText(query, label)).toBe(span);
});

test("each branch of or has labels and reasons of its own", () => {
  const flow = flowOf('sum by (a) (x{a="1"}) or y{b="2"} or vector(0)');
  expect(labelVerdict(flow, "a").branches.map(({ presence }) => presence)).toEqual([
    "always",
    "maybe",
    "never",
  ]);
  expect(flow.alternatives.map(({ labels }) => labels.others)).toEqual([
    "impossible",
    "possible",
    "impossible",
  ]);
});

test("label_replace gives the values that its replacement can have", () => {
  expect(known('label_replace(x{b="c:1"}, "a", "host-$1", "b", "(.*):(.*)")', "a")).toEqual([
    [{ operator: "=", value: "host-c" }],
  ]);
  expect(known('label_replace(x{b!=""}, "a", "v", "b", ".+")', "a")).toEqual([
    [{ operator: "=", value: "v" }],
  ]);
});

const METRICS = metricsOf([
  metricCatalogueSchema.parse({
    of: "redis_exporter",
    metrics: [
      { name: "redis_up", type: "gauge" },
      {
        name: "redis_db_keys",
        type: "gauge",
        labels: ["db"],
        optionalLabels: ["shard"],
        labelValues: { db: ["db0", "db1"], shard: ["a"] },
      },
      { name: "redis_latency", type: "histogram", labels: ["cmd"] },
    ],
  }),
]);

test.each([
  ["redis_up", "job", "always"],
  ["redis_up", "instance", "always"],
  ["redis_up", "db", "never"],
  ["redis_up", "cluster", "maybe"],
  ["redis_db_keys", "db", "always"],
  ["redis_db_keys", "shard", "maybe"],
  ["redis_latency_bucket", "le", "always"],
  ["redis_latency_count", "le", "never"],
  ["rate(redis_latency_bucket[5m])", "cmd", "always"],
  ["undeclared", "job", "maybe"],
  ['{__name__="redis_up"}', "job", "always"],
  ['{__name__=~"redis_up|redis_db_keys"}', "instance", "always"],
  ['{__name__=~"redis_up|redis_db_keys"}', "db", "maybe"],
  ['{__name__=~"redis_up|undeclared"}', "instance", "maybe"],
  ['{__name__=~"redis_.*"}', "instance", "maybe"],
])("declared metrics: %s has %s %s", (query, label, expected) => {
  expect(presence(query, label, { metrics: METRICS, targetLabels: ["cluster"] })).toBe(expected);
});

test("target labels that nobody has closed are possible", () => {
  expect(presence("redis_up", "cluster", { metrics: METRICS })).toBe("maybe");
});

test("a value that a declared label never has selects nothing", () => {
  const flow = flowOf('redis_db_keys{db="db7"}', { metrics: METRICS });
  expect(flow.alternatives).toEqual([]);
  expect(flow.impossibleSelectors).toMatchObject([
    { label: "db", because: "`redis_db_keys` is declared to have it" },
  ]);
});

const closed: LabelFlowContext = { metrics: METRICS, targetLabels: [] };

test.each([
  ["redis_up * redis_db_keys", closed, "db"],
  ["redis_up and redis_db_keys", closed, "db"],
  ["redis_up * on (db) redis_db_keys", closed, "db"],
  ["sum by (job) (redis_up) / sum by (job, db) (redis_db_keys)", closed, "db"],
  ["sum by (job) (redis_up) / sum(redis_db_keys)", closed, "job"],
  ['x{a="1"} * on (a) y{a="2"}', {}, "a"],
  ['x{a="1"} unless on (a) y{a=""}', {}, "a"],
  ['x{a=~"1|2"} * y{a=~"3|4"}', {}, "a"],
  ['x{a=~"prod-.*"} * y{a=~"dev-.*"}', {}, "a"],
])("%s can never match", (query, context, label) => {
  const [matching] = flowOf(query, context).matchings;
  expect(matching?.possible).toBe(false);
  expect(matching?.pairs[0]?.obstacle?.label).toBe(label);
});

test.each([
  ["redis_up * ignoring (db) redis_db_keys", closed],
  ["redis_up * on (job) redis_db_keys", closed],
  ["redis_up or redis_db_keys", closed],
  ["redis_up * redis_db_keys", { metrics: METRICS, targetLabels: ["db"] }],
  ["sum by (a) (x) * y", {}],
  ["x * y", {}],
])("%s may match", (query, context) => {
  expect(flowOf(query, context).matchings.every(({ possible }) => possible)).toBe(true);
});

test.each([
  ["x * on (a) sum by (a) (y)", ["left"]],
  ["x * on (a) group_left () sum by (a) (y)", []],
  ["x * on (a) group_left () y", ["right"]],
  ["sum by (a) (x) * on (a) group_right () y", []],
  ["sum by (a, b) (x) * on (a) group_right () y", ["left"]],
  ["x * y", []],
  ["rate(x[5m]) * ignoring (a) rate(y[5m])", ["left", "right"]],
  ["x and on () y", []],
  ['{job="a"} * y', ["left"]],
])("%s can have duplicates on the sides %j", (query, sides) => {
  const [matching] = flowOf(query).matchings;
  expect(matching?.duplicates.map(({ side }) => side)).toEqual(sides);
});

test("many branches are joined rather than multiplied", () => {
  const either = "(a or b or c or d or e or f)";
  const flow = flowOf(Array.from({ length: 6 }, () => either).join(" + "));
  expect(flow.alternatives.length).toBeLessThanOrEqual(16);
});

test("chains of thousands of operators are worked out without recursion", () => {
  const chain = Array.from({ length: 4000 }, (_, index) => `x{a="${index % 3}"}`);
  expect(labelVerdict(flowOf(chain.join(" or ")), "a").presence).toBe("always");
  expect(labelVerdict(flowOf(chain.map(() => "x").join(" + ")), "__name__").presence).toBe("never");
});

test("labels that are named like members of objects are labels", () => {
  expect(presence("sum by (job) (x)", "constructor")).toBe("never");
  expect(presence('x{constructor="1"}', "constructor")).toBe("always");
  expect(presence('x{__proto__=""}', "__proto__")).toBe("never");
  expect(presence("x", "toString")).toBe("maybe");
});
