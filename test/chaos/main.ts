import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";
import { report } from "./report.ts";
import { verdict } from "./verdict.ts";

const USAGE = "Usage: npm run chaos -- [--kills NUMBER] [--seed NUMBER]";
const DEFAULT_KILLS = 50;
const CROWD = 10;

const wholeNumber = (text: string, flag: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${flag} must be a number, not "${text}"`);
  return Number(text);
};

const readArguments = (): { kills: number; seed: number } => {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: String(DEFAULT_KILLS) },
      seed: { type: "string", default: "1" },
    },
  });
  return { kills: wholeNumber(values.kills, "kills"), seed: wholeNumber(values.seed, "seed") };
};

const main = async (): Promise<number> => {
  let options: ReturnType<typeof readArguments>;
  try {
    options = readArguments();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    return 2;
  }
  const { kills, seed } = options;
  console.log(
    `A server with its data is killed ${kills} times and started again, seed ${seed}, while alerts fire and people answer.`,
  );
  const chaos = await runChaos({ kills, seed, crowd: CROWD, say: (line) => console.log(line) });
  const findings = verdict(chaos.evidence);
  for (const line of report(chaos, findings)) console.log(line);
  return findings.length === 0 ? 0 : 1;
};

process.exitCode = await main();
