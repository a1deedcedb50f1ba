import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startGuarded } from "./guarded-program.ts";
import { eventually } from "./running-server.ts";

export type PrometheusWithHistory = {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  stop(): Promise<void>;
};

export type History = {
  /** In the OpenMetrics format, with times and its `# EOF`. */
  readonly openMetrics: string;
  /** `prometheus.yml`; by default it scrapes nothing and has no rules. */
  readonly config?: string;
  /** Files beside it, by name, such as rule files. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further flags. */
  readonly flags?: readonly string[];
};

const run = promisify(execFile);

const KEEP_FOR_EVER = "100y";

/** The real Prometheus alone on a free port, with these series in its past. */
export const startPrometheusWithHistory = async ({
  openMetrics,
  config = "global: {}\n",
  files = {},
  flags = [],
}: History): Promise<PrometheusWithHistory> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-prometheus-"));
  const data = join(folder, "data");
  const samples = join(folder, "history.om");
  await writeFile(samples, openMetrics);
  await writeFile(join(folder, "prometheus.yml"), config);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const blocks = ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=720h", "-q"];
  await run("promtool", [...blocks, samples, data]);
  const command = [
    "prometheus",
    `--config.file=${join(folder, "prometheus.yml")}`,
    `--storage.tsdb.path=${data}`,
    `--storage.tsdb.retention.time=${KEEP_FOR_EVER}`,
    "--web.listen-address=127.0.0.1:0",
    ...flags,
  ];
  const { url, stop } = await startGuarded(command, folder);
  try {
    await eventually(
      async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
};
