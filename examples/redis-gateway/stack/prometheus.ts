import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Clock } from "../clock.ts";
import { freePort } from "./free-port.ts";
import { type PrometheusConfigOptions, prometheusConfig } from "./prometheus-config.ts";
import { type Server, startServer } from "./server.ts";

const alertsSchema = z.object({
  data: z.object({
    alerts: z.array(
      z.object({
        state: z.enum(["pending", "firing"]),
        activeAt: z.iso.datetime({ offset: true }),
        labels: z.record(z.string(), z.string()),
      }),
    ),
  }),
});
export type PrometheusAlert = z.infer<typeof alertsSchema>["data"]["alerts"][number];

const targetsSchema = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({ health: z.string(), labels: z.record(z.string(), z.string()) }),
    ),
  }),
});

export type Prometheus = Server & {
  address: string;
  url: string;
  /** What is pending or firing now. */
  alerts(): Promise<PrometheusAlert[]>;
  /** The jobs whose last scrape succeeded. */
  healthyJobs(): Promise<Set<string>>;
  /**
   * Begins to evaluate the rules. Discovering targets takes Prometheus five seconds at its very first
   * start, whatever the pace; evaluated meanwhile, `absent()` would take that for an outage.
   */
  loadRules(file: string): Promise<void>;
};

export type PrometheusOptions = Omit<PrometheusConfigOptions, "targets" | "rulesFolder"> & {
  targets: Omit<PrometheusConfigOptions["targets"], "prometheus">;
  folder: string;
};

export const startPrometheus = async (
  options: PrometheusOptions,
  clock: Clock,
): Promise<Prometheus> => {
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const configFile = join(options.folder, "prometheus.yml");
  const targets = { ...options.targets, prometheus: address };
  const rulesFolder = join(options.folder, "rules");
  await mkdir(rulesFolder);
  await writeFile(configFile, prometheusConfig({ ...options, targets, rulesFolder }));
  const server = await startServer(
    {
      name: "prometheus",
      command: "prometheus",
      args: [
        `--config.file=${configFile}`,
        `--storage.tsdb.path=${join(options.folder, "prometheus")}`,
        `--web.listen-address=${address}`,
        `--web.external-url=${url}`,
        "--rules.alert.resend-delay=1s",
      ],
      folder: options.folder,
      ready: /Server is ready to receive web requests/,
    },
    clock,
  );
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(url + path);
    if (!response.ok) throw new Error(`Prometheus answered ${response.status} to ${path}`);
    return response.json();
  };
  return {
    ...server,
    address,
    url,
    alerts: async () => alertsSchema.parse(await ask("/api/v1/alerts")).data.alerts,
    loadRules: async (file) => {
      await copyFile(file, join(rulesFolder, "rules.yml"));
      process.kill(server.pid(), "SIGHUP");
    },
    healthyJobs: async () => {
      const { data } = targetsSchema.parse(await ask("/api/v1/targets?state=active"));
      const healthy = data.activeTargets.filter(({ health }) => health === "up");
      return new Set(healthy.map(({ labels }) => labels["job"] ?? ""));
    },
  };
};
