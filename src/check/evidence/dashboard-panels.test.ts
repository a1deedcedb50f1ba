import { expect, test } from "vitest";
import { parseYaml } from "../../lib/located-yaml.ts";
import { readDashboard } from "./dashboard-panels.ts";

const read = (dashboard: object) => {
  const [node] = parseYaml(JSON.stringify(dashboard), "d.json").documents;
  if (node === undefined) throw new Error("there is no dashboard");
  return readDashboard({ path: "d.json", node });
};

const panel = (more: object) => ({ title: "P", targets: [{ expr: "x" }], ...more });

test("panels are found in rows of every kind, in their order", () => {
  const { panels } = read({
    panels: [panel({ title: "A" }), { type: "row", panels: [panel({ title: "B" })] }],
    rows: [{ panels: [panel({ title: "C" })] }],
  });
  expect(panels.map(({ title }) => title)).toEqual(["A", "B", "C"]);
});

test("queries of annotations and variables are queries too", () => {
  const { queries } = read({
    annotations: { list: [{ expr: "ALERTS" }] },
    templating: { list: [{ query: "label_values(up, job)" }, { query: { query: "y" } }] },
    panels: [panel({}), { title: "text", targets: [{ expr: "" }] }],
  });
  expect(queries.map(({ text }) => text)).toEqual(["ALERTS", "label_values(up, job)", "y", "x"]);
});

const thresholds = (more: object) =>
  read({ panels: [panel(more)] }).panels[0]?.thresholds.map(({ value }) => value);

const steps = (mode: string, ...values: readonly (number | null)[]) => ({
  thresholds: { mode, steps: values.map((value) => ({ color: "red", value })) },
});

test.each([
  [
    "steps of a single value",
    { type: "stat", fieldConfig: { defaults: steps("absolute", null, 1, 2) } },
    [1, 2],
  ],
  ["steps in percent", { type: "stat", fieldConfig: { defaults: steps("percentage", 1) } }, []],
  [
    "the step of a new panel",
    { type: "stat", fieldConfig: { defaults: steps("absolute", null, 80) } },
    [],
  ],
  [
    "steps that a graph hides",
    { type: "timeseries", fieldConfig: { defaults: steps("absolute", 1) } },
    [],
  ],
  [
    "steps that a graph draws",
    {
      type: "timeseries",
      fieldConfig: {
        defaults: { ...steps("absolute", 80), custom: { thresholdsStyle: { mode: "line" } } },
      },
    },
    [80],
  ],
  ["lines of an old graph", { type: "graph", thresholds: [{ op: "gt", value: 3 }] }, [3]],
  ["texts of an old value", { type: "singlestat", thresholds: "1, 2.5,x" }, [1, 2.5]],
])("thresholds are those that people see: %s", (_, more, shown) => {
  expect(thresholds(more)).toEqual(shown);
});
