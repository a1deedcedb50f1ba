import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGuarded } from "../guarded-program.ts";

export type AlertmanagerProcess = {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  /** When it began its work, by its own log. */
  readonly startedAt: number;
  stop(): Promise<void>;
};

/** The real Alertmanager alone on a free port, with this configuration and nothing stored. */
export const startAlertmanagerProcess = async (config: string): Promise<AlertmanagerProcess> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-alertmanager-"));
  const file = join(folder, "alertmanager.yml");
  await writeFile(file, config);
  const command = [
    "prometheus-alertmanager",
    `--config.file=${file}`,
    `--storage.path=${folder}`,
    "--web.listen-address=127.0.0.1:0",
    "--cluster.listen-address=",
  ];
  const { url, said, stop } = await startGuarded(command, folder);
  const loaded = /^ts=(\S+) .*Completed loading of configuration file/m.exec(said())?.[1];
  return { url, startedAt: Date.parse(loaded ?? ""), stop };
};
