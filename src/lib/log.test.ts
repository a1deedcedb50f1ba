import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLog, LOG_FORMATS, type LogFormat, type LogLevel } from "./log.ts";
import { secret } from "./secret.ts";

const clock = { now: () => Date.parse("2026-01-05T09:00:00.250Z") };

const recording = (format: LogFormat, level: LogLevel = "info") => {
  const lines: string[] = [];
  return { lines, log: createLog({ clock, write: (line) => lines.push(line), level, format }) };
};

test("a line has the keys that Prometheus's programs have", () => {
  const { lines, log } = recording("logfmt");
  log.child("worker").info("page sent", { incident: 12, err: undefined });
  expect(lines).toEqual([
    'ts=2026-01-05T09:00:00.250Z level=info component=worker msg="page sent" incident=12\n',
  ]);
});

test("a line can be JSON", () => {
  const { lines, log } = recording("json");
  log.child("worker").child("email").warn("slow", { after: "3s" });
  expect(JSON.parse(lines.join(""))).toEqual({
    ts: "2026-01-05T09:00:00.250Z",
    level: "warn",
    component: "worker.email",
    msg: "slow",
    after: "3s",
  });
});

test("lines below the level are not written", () => {
  const { lines, log } = recording("logfmt", "warn");
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  expect(lines.map((line) => line.match(/msg=(\w)/)?.[1])).toEqual(["c", "d"]);
});

test("an error is shown with its causes, also when they go round in a circle", () => {
  const { lines, log } = recording("json");
  log.error("failed", { err: new Error("outer", { cause: new Error("inner") }) });
  const circle = new Error("again");
  circle.cause = circle;
  log.error("failed", { err: circle });
  expect(JSON.parse(lines[0] ?? "").err).toBe("outer: inner");
  expect(JSON.parse(lines[1] ?? "").err).toMatch(/^again: again/);
});

test("secrets stay secret, alone and inside of other values", () => {
  for (const format of LOG_FORMATS) {
    const { lines, log } = recording(format);
    const password = secret("hunter2");
    log.info("connecting", { password, smtp: { host: "mail", password } });
    expect(lines.join("")).not.toContain("hunter2");
    expect(lines.join("")).toContain("<secret>");
  }
});

test("a value that cannot be turned into text does not stop the program", () => {
  const { lines, log } = recording("logfmt");
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  log.info("odd", { loop });
  expect(lines.join("")).toContain('loop="<cannot be shown>"');
});

test("fields cannot forge the time, the level or the message", () => {
  const { lines, log } = recording("json");
  log.info("true", { msg: "false", level: "error", ts: "0" });
  expect(JSON.parse(lines.join(""))).toMatchObject({ msg: "true", level: "info" });
});

test("whatever is logged makes exactly one line", () => {
  void fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.dictionary(fc.string({ unit: "binary" }), fc.anything()),
      fc.constantFrom(...LOG_FORMATS),
      (msg, fields, format) => {
        const { lines, log } = recording(format);
        log.info(msg, fields);
        expect(lines).toHaveLength(1);
        expect(lines[0]?.indexOf("\n")).toBe((lines[0]?.length ?? 0) - 1);
      },
    ),
  );
});
