import { expect, test } from "vitest";
import { parse } from "yaml";
import { toYaml } from "./yaml.ts";

test("words that YAML 1.1 takes for booleans or numbers come back as text", () => {
  const words = ["yes", "no", "on", "off", "y", "n", "012", "1e3", "1:30", "~", "null", "0x10"];
  expect(parse(toYaml({ words }, []), { version: "1.1" })).toEqual({ words });
});

test("an object used twice is written twice, because readers of rules refuse anchors", () => {
  const labels = { team: "platform" };
  expect(toYaml([labels, labels], [])).toBe("- team: platform\n- team: platform\n");
});

test("long lines stay whole and the comment comes first", () => {
  const long = "up ".repeat(100).trim();
  expect(toYaml({ expr: long }, ["Generated."])).toBe(`# Generated.\nexpr: ${long}\n`);
});
