import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inFolder } from "../temporary-folder.ts";

const TIME_LIMIT_MS = 120_000;

/** What a run of promtool prints, whether or not it was content. */
export const promtool = (
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve, reject) => {
    const options = { timeout: TIME_LIMIT_MS, maxBuffer: 1e9 };
    execFile("promtool", [...args], options, (error, stdout, stderr) => {
      if (error !== null && (typeof error.code !== "number" || error.killed === true)) {
        reject(new Error("promtool did not run", { cause: error }));
        return;
      }
      resolve({ stdout, stderr });
    });
  });

/** What promtool has against expressions and templates, which other proofs compare. */
const IS_ABOUT_TEXTS = /could not parse expression|error parsing template/;

/**
 * The objections of `promtool check rules` to each text, those to expressions and templates left out.
 * None where it was content.
 */
export const checkRules = (texts: readonly string[]): Promise<readonly (readonly string[])[]> =>
  inFolder(async (folder) => {
    const paths = texts.map((_, index) => join(folder, `${index}.yml`));
    await Promise.all(paths.map((path, index) => writeFile(path, texts[index] ?? "")));
    const { stderr } = await promtool(["check", "rules", ...paths]);
    const objections = new Map<number, string[]>();
    const start = new RegExp(`^${folder}/(\\d+)\\.yml: `, "m");
    const [, ...parts] = stderr.split(start);
    for (let at = 0; at + 1 < parts.length; at += 2) {
      const index = Number(parts[at]);
      const objection = (parts[at + 1] ?? "").replace(/\s*FAILED:\s*$/, "").trim();
      if (IS_ABOUT_TEXTS.test(objection)) continue;
      objections.set(index, [...(objections.get(index) ?? []), objection]);
    }
    return texts.map((_, index) => objections.get(index) ?? []);
  });
