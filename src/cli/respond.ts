import { userInfo } from "node:os";
import * as z from "zod";
import { ask } from "./client.ts";
import type { AddCommand } from "./main.ts";

const answerSchema = z.object({
  incident: z.object({ number: z.number(), title: z.string(), status: z.string() }),
});

/** The name of the account that runs this; accounts in containers often have none. */
const accountName = (): string | undefined => {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
};

const add =
  (name: string, action: "acknowledge" | "resolve", says: string): AddCommand =>
  (program) => {
    program
      .command(`${name} <incident>`)
      .description(says)
      .requiredOption("--by <person>", "who does it", accountName())
      .action(async (incident: string, { by }: { by: string }) => {
        const path = `/api/v1/incidents/${encodeURIComponent(incident)}/${action}`;
        const answer = await ask("POST", path, { schema: answerSchema, body: { by } });
        const { number, title, status } = answer.incident;
        process.stdout.write(`#${number} ${title}: ${status} by ${by}\n`);
      });
  };

export const addAcknowledge = add("ack", "acknowledge", "say that you are on it; paging stops");
export const addResolve = add("resolve", "resolve", "end an incident by hand");
