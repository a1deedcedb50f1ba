import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../running-server.ts";

export type AlertmanagerProcess = {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  /** When it began its work, by its own log. */
  readonly startedAt: number;
  stop(): Promise<void>;
};

/** The program takes the place of the shell; what stays behind kills it when we are gone. */
const GUARDED = [
  "exec 4<&0",
  "(read -r _ <&4 || kill -KILL $$) >/dev/null 2>&1 &",
  'exec "$@" </dev/null 4<&-',
].join("\n");

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
  const child = spawn("/bin/sh", ["-c", GUARDED, "sh", ...command], { cwd: folder });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  child.stdin.on("error", () => undefined);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    child.stdin.end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = await eventually(() => {
      if (child.exitCode !== null) throw new Error(`Alertmanager ended at once:\n${said}`);
      return said.match(/Listening on" address=(127\.0\.0\.1:\d+)/)?.[1] ?? false;
    });
    const loaded = /^ts=(\S+) .*Completed loading of configuration file/m.exec(said)?.[1];
    return { url: `http://${address}`, startedAt: Date.parse(loaded ?? ""), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
