import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MessageData } from "../../src/alertmanager/template/message-data.ts";
import { toIso } from "../../src/lib/clock.ts";

/** What a program, or we, make of a template. */
export type Outcome = { readonly output: string } | { readonly error: string };

export type MessageCase = {
  readonly template: string;
  readonly data: MessageData;
  readonly isHtml?: boolean;
};

const ZERO = "0001-01-01T00:00:00Z";

const jsonOf = (data: MessageData): string =>
  JSON.stringify({
    ...data,
    externalURL: data.externalUrl,
    alerts: data.alerts.map(({ startsAt, endsAt, generatorUrl, ...alert }) => ({
      ...alert,
      startsAt: toIso(startsAt),
      endsAt: endsAt === undefined ? ZERO : toIso(endsAt),
      generatorURL: generatorUrl,
    })),
  });

const ERROR = /^amtool: error: ([\s\S]*?)\n*$/;

const run = (args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    execFile("amtool", args, { timeout: 20_000 }, (error, stdout, stderr) => {
      const message = ERROR.exec(stderr)?.[1];
      if (message !== undefined) resolve({ error: message });
      else if (error !== null) reject(error);
      else resolve({ output: stdout });
    });
  });

/** What `amtool template render` of release 0.25 makes of each, four at a time. */
export const renderWithAmtool = async (
  cases: readonly MessageCase[],
): Promise<readonly Outcome[]> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-templates-"));
  const outcomes: Outcome[] = [];
  const render = async (index: number, { template, data, isHtml }: MessageCase): Promise<void> => {
    const file = join(folder, `${index}.json`);
    await writeFile(file, jsonOf(data));
    outcomes[index] = await run([
      "template",
      "render",
      "--template.glob=/dev/null",
      `--template.type=${isHtml ? "html" : "text"}`,
      `--template.data=${file}`,
      `--template.text=${template}`,
    ]);
  };
  const waiting = cases.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of waiting) await render(index, item);
  };
  try {
    await Promise.all([work(), work(), work(), work()]);
  } finally {
    await rm(folder, { recursive: true });
  }
  return outcomes;
};
