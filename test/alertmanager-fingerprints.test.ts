import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { fingerprintOf } from "../src/labels/labels.ts";
import { eventually } from "./running-server.ts";

const CONFIG = "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n";

/** The real Alertmanager on a free port, with its address; alone, without a cluster. */
const startAlertmanager = async (folder: string) => {
  const config = join(folder, "alertmanager.yml");
  await writeFile(config, CONFIG);
  const child = spawn("prometheus-alertmanager", [
    `--config.file=${config}`,
    `--storage.path=${folder}`,
    "--web.listen-address=127.0.0.1:0",
    "--cluster.listen-address=",
  ]);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  const address = await eventually(() => {
    if (child.exitCode !== null) throw new Error(`Alertmanager ended at once:\n${said}`);
    return said.match(/"?Listening on"? address=(127\.0\.0\.1:\d+)/)?.[1] ?? false;
  });
  return { url: `http://${address}/api/v2/alerts`, stop };
};

const answerSchema = z.array(
  z.object({ labels: z.record(z.string(), z.string()), fingerprint: z.string() }),
);

const name = fc
  .stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,20}$/)
  .filter((text) => text !== "__proto__");
// Text as Unicode has it: no halves of surrogate pairs, which Go would not read as we do.
const value = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).map((text) => text.toWellFormed()),
  fc.constantFrom("\u{1f514}", "ÿ", "￿", "\u{10000}", 'a="b", c', "\u0001", "x".repeat(5000)),
);

test("fingerprints of any labels are those that the real Alertmanager computes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-alertmanager-"));
  const alertmanager = await startAlertmanager(folder);
  try {
    const sets = fc.sample(fc.dictionary(name, value, { minKeys: 1, maxKeys: 12 }), {
      numRuns: 500,
      seed: 20260105,
    });
    const posted = await fetch(alertmanager.url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(sets.map((labels) => ({ labels }))),
    });
    expect(posted.status, await posted.text()).toBe(200);
    const answer = answerSchema.parse(await (await fetch(alertmanager.url)).json());
    expect(answer.length).toBeGreaterThan(400);
    for (const { labels, fingerprint } of answer) {
      expect(fingerprintOf(labels), JSON.stringify(labels)).toBe(fingerprint);
    }
    const computed = new Set(sets.map(fingerprintOf));
    expect(answer.filter((alert) => !computed.has(alert.fingerprint))).toEqual([]);
  } finally {
    await alertmanager.stop();
    await rm(folder, { recursive: true });
  }
});
