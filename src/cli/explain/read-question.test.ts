import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readQuestion } from "./read-question.ts";

const here = fileURLToPath(import.meta.url);
const folder = fileURLToPath(new URL(".", import.meta.url));

test("the last word is the alert, those before it are files", async () => {
  expect(await readQuestion([folder, here, "Down"])).toEqual({
    paths: [folder, here],
    asked: { name: "Down", labels: {} },
  });
});

test("labels may stand anywhere, in quotes or not, and ask by themselves", async () => {
  expect(await readQuestion(["a=b", folder, 'severity="critical"', "query=x=y"])).toEqual({
    paths: [folder],
    asked: { name: undefined, labels: { a: "b", severity: "critical", query: "x=y" } },
  });
  expect(await readQuestion([folder, "Down", "team="])).toEqual({
    paths: [folder],
    asked: { name: "Down", labels: { team: "" } },
  });
});

test("a file that is not there stays a file when it is the only one", async () => {
  expect((await readQuestion(["missing.yml", "a=b"])).paths).toEqual(["missing.yml"]);
});

test("a question without an alert or without files is refused with an example", async () => {
  await expect(readQuestion([folder])).rejects.toThrow("no alert is named");
  await expect(readQuestion([folder, here])).rejects.toThrow("all of these are files");
  await expect(readQuestion(["a=b"])).rejects.toThrow("no files are named");
});
