import { expect, test } from "vitest";
import { parseLabelArguments } from "./label-arguments.ts";

test("labels need no quotes on a command line", () => {
  expect(parseLabelArguments(["severity=critical", 'team="data infra"', "site="], "0.25")).toEqual({
    ok: true,
    labels: { severity: "critical", team: "data infra", site: "" },
  });
});

test("of two values of one label the last counts", () => {
  expect(parseLabelArguments(["a=1", "a=2"], "current")).toMatchObject({ labels: { a: "2" } });
});

test("the argument that is no label is named", () => {
  expect(parseLabelArguments(["a=1", "b"], "0.25")).toMatchObject({ ok: false, argument: "b" });
  expect(parseLabelArguments(["a=~1"], "current")).toEqual({
    ok: false,
    argument: "a=~1",
    message: "a label is set with =, not =~",
  });
});
