import { expect, test } from "vitest";
import { promtoolVerdicts } from "./promtool-output.ts";

/** As promtool 2.42 prints it. */
const OUTPUT = `Unit Testing:  a.yml
  SUCCESS

Unit Testing:  b.yml
  FAILED:
    alertname: Down, time: 1m30s, 
        exp:[
            0:
              Labels:{alertname="Down", job="a"}
              Annotations:{x="y"}
            ], 
        got:[
            0:
              Labels:{alertname="Down", instance="x\\ny, \\"z\\"", job="a"}
              Annotations:{summary="<error expanding template: \\u00e9>"},
            1:
              Labels:{alertname="Down", job="b"}
              Annotations:{}
            ]

    alertname: Up, time: 2d, 
        exp:[], 
        got:[]

    expr: "up{a=\\"b\\"} == 1", time: 3m,
        exp: {} 1E+00
        got: nil

    expr: "up2 / up", time: 3m, err: found duplicate series

    rule: Bad, time: 1h0m30s, err: found duplicate series: [a];many-to-many matching

Unit Testing:  c.yml
  WARNING: no file match pattern none.yml
  FAILED:
r2.yml: 1:45: group "a", rule 1, "A": could not parse expression


Unit Testing:  d.yml
  FAILED:
    alertname: Down, time: 1m, 
        exp:[], 
`;

test("each file's failures are read from what promtool prints", () => {
  const verdicts = promtoolVerdicts({ text: OUTPUT, ended: false });
  expect([...verdicts.keys()]).toEqual(["a.yml", "b.yml", "c.yml"]);
  expect(verdicts.get("a.yml")).toEqual([]);
  expect(verdicts.get("b.yml")).toEqual([
    {
      kind: "alert",
      alertname: "Down",
      atMs: 90_000,
      got: [
        {
          labels: { instance: 'x\ny, "z"', job: "a" },
          annotations: { summary: "<error expanding template: é>" },
        },
        { labels: { job: "b" }, annotations: {} },
      ],
    },
    { kind: "alert", alertname: "Up", atMs: 2 * 86_400_000, got: [] },
    { kind: "query", expr: 'up{a="b"} == 1', atMs: 180_000, got: "nil", error: undefined },
    {
      kind: "query",
      expr: "up2 / up",
      atMs: 180_000,
      got: "",
      error: "found duplicate series",
    },
    {
      kind: "evaluation",
      rule: "Bad",
      atMs: 3_630_000,
      error: "found duplicate series: [a];many-to-many matching",
    },
  ]);
  expect(verdicts.get("c.yml")).toEqual([
    {
      kind: "refusal",
      error: 'r2.yml: 1:45: group "a", rule 1, "A": could not parse expression',
    },
  ]);
});

test("the last file counts once promtool has come to its end", () => {
  expect(promtoolVerdicts({ text: OUTPUT, ended: true }).has("d.yml")).toBe(true);
  expect(promtoolVerdicts({ text: "promtool: error: no such file", ended: true }).size).toBe(0);
});
