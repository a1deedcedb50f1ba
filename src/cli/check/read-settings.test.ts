import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inFolder } from "../../../test/temporary-folder.ts";
import { readSettings } from "./read-settings.ts";

const settingsOf = async (text: string) =>
  await inFolder(async (folder) => {
    const path = join(folder, "settings.yaml");
    await writeFile(path, text);
    return await readSettings(path);
  });

test("settings may name checks, and what is found while reading", async () => {
  const settings = await settingsOf(`checks: {pages-on-cause: off, ignored-document: info}
ignore: [{check: runbook-missing, reason: soon}]
`);
  expect(settings.checks).toEqual({ "pages-on-cause": "off", "ignored-document": "info" });
});

test("checks that do not exist are refused, each at its place with the one that was meant", async () => {
  const refused = settingsOf(`checks:
  pages-on-cuase: off
  sharks: off
ignore:
  - reason: soon
    check: "runbok-missing"
`);
  await expect(refused).rejects.toMatchObject({
    name: "UnreadableInput",
    message: expect.stringMatching(
      /settings\.yaml:2:3: .*pages-on-cuase; did you mean pages-on-cause\?\n.*settings\.yaml:3:3: there is no check sharks\n.*settings\.yaml:6:12: .*did you mean runbook-missing\?$/,
    ),
  });
});

test("what is no YAML is refused where it breaks", async () => {
  await expect(settingsOf("owners: [a\nchecks: {}\n")).rejects.toMatchObject({
    name: "UnreadableInput",
    message: expect.stringMatching(/settings\.yaml:2:\d+: this is not YAML/),
  });
});

test("no file at all means the defaults", async () => {
  expect((await settingsOf("# nothing\n")).ownerLabel).toBe("team");
});
