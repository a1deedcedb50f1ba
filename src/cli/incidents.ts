import { Option } from "commander";
import * as z from "zod";
import { ask } from "./client.ts";
import type { AddCommand } from "./main.ts";

const summarySchema = z.object({
  id: z.string(),
  number: z.number(),
  status: z.string(),
  severity: z.string(),
  title: z.string(),
  service: z.string().nullable(),
  openedAt: z.string(),
});
const listSchema = z.object({ incidents: z.array(summarySchema) });
const detailSchema = z.object({
  incident: summarySchema,
  timeline: z.array(z.object({ at: z.string(), type: z.string(), text: z.string() })),
});

type Format = { format: "text" | "json" };

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const showAll = async ({ format, all }: Format & { all?: boolean }): Promise<void> => {
  const path = `/api/v1/incidents?status=${all ? "all" : "open"}`;
  const list = await ask("GET", path, { schema: listSchema });
  if (format === "json") print(JSON.stringify(list, null, 2));
  else if (list.incidents.length === 0) print("No incident is open.");
  else {
    for (const { number, status, severity, openedAt, title } of list.incidents) {
      print(
        `#${String(number).padEnd(5)} ${status.padEnd(13)} ${severity.padEnd(9)} ${openedAt}  ${title}`,
      );
    }
  }
};

const showOne = async (name: string, { format }: Format): Promise<void> => {
  const path = `/api/v1/incidents/${encodeURIComponent(name)}`;
  const detail = await ask("GET", path, { schema: detailSchema });
  if (format === "json") {
    print(JSON.stringify(detail, null, 2));
    return;
  }
  const { incident, timeline } = detail;
  print(`#${incident.number} ${incident.title}   ${incident.severity}, ${incident.status}`);
  for (const entry of timeline) print(`  ${entry.at}  ${entry.text}`);
};

export const addIncidents: AddCommand = (program) => {
  program
    .command("incidents [incident]")
    .description("list the open incidents, or show one with its timeline")
    .option("--all", "resolved ones too")
    .addOption(
      new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"),
    )
    .action(async (name: string | undefined, options: Format & { all?: boolean }) => {
      if (name === undefined) await showAll(options);
      else await showOne(name, options);
    });
};
