import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments, stringify } from "yaml";
import * as z from "zod";
import type { Counterexample } from "../src/check/counterexample.ts";
import type { Finding } from "../src/check/finding.ts";
import { confirmTimeline } from "./confirmed-timeline.ts";
import type { Files } from "./found-by.ts";
import { inFolder } from "./temporary-folder.ts";

type Ended = { readonly ok: boolean; readonly stdout: string; readonly output: string };

const runProgram = async (name: string, args: readonly string[]): Promise<Ended> => {
  const ended = promisify(execFile)(name, args, { maxBuffer: 16 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ ok: true, stdout, output: `${stdout}${stderr}` }),
    (failed: { stdout: string; stderr: string }) => ({
      ok: false,
      stdout: failed.stdout,
      output: `${failed.stdout}${failed.stderr}`,
    }),
  );
  return await ended;
};

const documentsIn = (files: Files): Record<string, unknown>[] =>
  Object.entries(files)
    .filter(([path]) => /\.ya?ml$/.test(path))
    .flatMap(([, text]) => parseAllDocuments(text).map((document) => Object(document.toJS())));

const secretSchema = z.object({ stringData: z.record(z.string(), z.string()) });

/** The text of the Alertmanager configuration among the files, out of its Secret if it is in one. */
const alertmanagerText = (files: Files): string => {
  for (const document of documentsIn(files)) {
    if ("route" in document) return stringify(document);
    const secret = secretSchema.safeParse(document).data;
    const [inner] = Object.values(secret?.stringData ?? {});
    if (inner !== undefined) return inner;
  }
  throw new Error("no Alertmanager configuration among the files");
};

const ruleSchema = z.looseObject({ annotations: z.unknown().optional() });
const groupSchema = z.looseObject({ name: z.string(), rules: z.array(ruleSchema).optional() });
const groupsSchema = z.object({ groups: z.array(groupSchema) });

/** All groups of rules among the files; without annotations, of which a series says nothing. */
const ruleGroups = (files: Files) =>
  documentsIn(files)
    .flatMap((document) => {
      const plain =
        groupsSchema.safeParse(document).data ?? groupsSchema.safeParse(document["spec"]).data;
      return plain?.groups ?? [];
    })
    .map((group) => ({
      ...group,
      rules: (group.rules ?? []).map(({ annotations, ...rule }) => rule),
    }));

const confirmLabels = async (
  files: Files,
  { labels, receivers }: Counterexample & { kind: "labels" },
): Promise<void> =>
  await inFolder(async (folder) => {
    const path = join(folder, "alertmanager.yml");
    await writeFile(path, alertmanagerText(files));
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const { stdout } = await runProgram("amtool", [
      "config",
      "routes",
      "test",
      `--config.file=${path}`,
      ...pairs,
    ]);
    const actual = stdout.trim().split(",");
    if (actual.join() !== receivers.join()) {
      throw new Error(`amtool sends ${JSON.stringify(labels)} to ${actual}, not to ${receivers}`);
    }
  });

const confirmSeries = async (
  files: Files,
  example: Counterexample & { kind: "series" },
): Promise<void> =>
  await inFolder(async (folder) => {
    const groups = ruleGroups(files);
    await writeFile(
      join(folder, "rules.yml"),
      stringify({ groups }, { version: "1.1", lineWidth: 0 }),
    );
    const test = {
      rule_files: ["rules.yml"],
      evaluation_interval: example.interval,
      group_eval_order: groups.map(({ name }) => name),
      tests: [
        {
          interval: example.interval,
          input_series: example.series,
          ...(example.externalLabels === undefined
            ? {}
            : { external_labels: example.externalLabels }),
          alert_rule_test: [
            {
              eval_time: example.evalTime,
              alertname: example.alertname,
              exp_alerts: example.firing.map((labels) => ({ exp_labels: labels })),
            },
          ],
        },
      ],
    };
    const path = join(folder, "test.yml");
    await writeFile(path, stringify(test, { version: "1.1", lineWidth: 0 }));
    const { ok, output } = await runProgram("promtool", ["test", "rules", path]);
    const { alertname, error } = example;
    const isRefused = output
      .split("\n")
      .some((line) => line.includes(`rule: ${alertname}, `) && line.includes(error ?? "err:"));
    if (error === undefined ? !ok : !isRefused) {
      throw new Error(`promtool does not confirm it:\n${output}`);
    }
  });

const confirmMessage = async (
  files: Files,
  example: Counterexample & { kind: "render" },
): Promise<void> =>
  await inFolder(async (folder) => {
    const data = join(folder, "data.json");
    await writeFile(data, JSON.stringify(example.data));
    const templates = Object.entries(files).filter(([path]) => path.endsWith(".tmpl"));
    for (const [index, [, text]] of templates.entries()) {
      await writeFile(join(folder, `${index}.tmpl`), text);
    }
    await writeFile(join(folder, "none.tmpl"), "");
    const { ok, stdout, output } = await runProgram("amtool", [
      "template",
      "render",
      `--template.glob=${join(folder, "*.tmpl")}`,
      `--template.text=${example.template}`,
      `--template.data=${data}`,
    ]);
    if (example.error === undefined ? !ok : ok) throw new Error(`amtool renders: ${output}`);
    if (example.output !== undefined && stdout.replace(/\n$/, "") !== example.output) {
      throw new Error(
        `amtool renders ${JSON.stringify(output)}, not ${JSON.stringify(example.output)}`,
      );
    }
  });

const alertDataSchema = z.object({
  labels: z.record(z.string(), z.string()),
  value: z.number(),
  externalLabels: z.record(z.string(), z.string()).default({}),
});

/** Errors name the template after the alert. */
const withoutAlert = (text: string): string => text.replaceAll(/__alert_\w+/g, "");

const confirmAnnotation = async (example: Counterexample & { kind: "render" }): Promise<void> =>
  await inFolder(async (folder) => {
    const { labels, value, externalLabels } = alertDataSchema.parse(example.data);
    const rule = { alert: "Rendered", expr: "rendered", annotations: { text: example.template } };
    await writeFile(
      join(folder, "rules.yml"),
      stringify({ groups: [{ name: "g", rules: [rule] }] }, { lineWidth: 0 }),
    );
    const series = `rendered{${Object.entries(labels)
      .map(([name, text]) => `${name}=${JSON.stringify(text)}`)
      .join(",")}}`;
    const test = {
      rule_files: ["rules.yml"],
      tests: [
        {
          input_series: [{ series, values: `${value}x1` }],
          external_labels: externalLabels,
          alert_rule_test: [
            {
              eval_time: "1m",
              alertname: "Rendered",
              exp_alerts: [{ exp_labels: labels, exp_annotations: { text: example.output ?? "" } }],
            },
          ],
        },
      ],
    };
    const path = join(folder, "test.yml");
    await writeFile(path, stringify(test, { lineWidth: 0 }));
    const { ok, output } = await runProgram("promtool", ["test", "rules", path]);
    const confirmed =
      example.error === undefined
        ? ok
        : output.includes("<error expanding template") ||
          withoutAlert(output).includes(withoutAlert(example.error));
    if (!confirmed) throw new Error(`promtool does not confirm it:\n${output}`);
  });

/** Asks the real program whether the counterexample of a finding is one. Throws when it says otherwise. */
export const confirmed = async (finding: Finding | undefined, files: Files): Promise<void> => {
  const example = finding?.counterexample;
  switch (example?.kind) {
    case "labels":
      return await confirmLabels(files, example);
    case "series":
      return await confirmSeries(files, example);
    case "render":
      return example.program === "alertmanager"
        ? await confirmMessage(files, example)
        : await confirmAnnotation(example);
    case "timeline":
      return await confirmTimeline(alertmanagerText(files), example);
    case undefined:
      throw new Error("there is no counterexample that can be confirmed here");
  }
};
