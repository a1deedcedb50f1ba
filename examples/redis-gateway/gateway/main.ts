import { systemClock } from "../clock.ts";
import { readConfig, usage } from "./config.ts";
import { startGateway } from "./gateway.ts";

const main = async (args: string[]): Promise<void> => {
  if (args.includes("--help")) {
    console.log(usage());
    return;
  }
  const config = readConfig(args, process.env);
  const gateway = await startGateway(config, systemClock);
  console.log(`listening on ${gateway.url}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      gateway.close().catch((error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      });
    });
  }
};

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`redis-gateway: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
