import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exampleCatalog } from "../../test/example-catalog.ts";
import { simulatedClock } from "../../test/simulated-clock.ts";
import { createLog } from "../lib/log.ts";
import { holdCatalog, readCatalog, UnreadableCatalog } from "./catalog-file.ts";
import { createMeasures } from "./measures.ts";

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-catalog-"));
  path = join(folder, "catalog.json");
});
afterEach(() => rm(folder, { recursive: true }));

const write = (content: unknown) => writeFile(path, JSON.stringify(content));

const hold = async (file: string | null) => {
  const clock = simulatedClock("2026-01-05T09:00:00Z");
  const measures = createMeasures();
  const logged: string[] = [];
  const log = createLog({
    clock,
    level: "info",
    format: "logfmt",
    write: (line) => {
      logged.push(line);
    },
  });
  const holder = await holdCatalog(file, { clock, log, measures });
  const metrics = async () => ({
    successful: (await measures.reloadSuccessful.get()).values[0]?.value,
    at: (await measures.reloadedAt.get()).values[0]?.value,
  });
  return { holder, logged, metrics, clock };
};

test("a new catalogue comes into force by a reload", async () => {
  await write(exampleCatalog());
  const { holder, metrics, clock } = await hold(path);
  expect(holder.current()?.name).toBe("example");
  await write(exampleCatalog({ name: "changed" }));
  expect(holder.current()?.name).toBe("example");
  clock.moveTo(clock.now() + 60_000);
  expect(await holder.reload()).toBeNull();
  expect(holder.current()?.name).toBe("changed");
  expect(await metrics()).toEqual({ successful: 1, at: clock.now() / 1000 });
});

test("a bad catalogue is refused with its reason, and the old one stays", async () => {
  await write(exampleCatalog());
  const { holder, logged, metrics, clock } = await hold(path);
  const loadedAt = clock.now() / 1000;
  const bad: [() => Promise<void>, RegExp][] = [
    [() => writeFile(path, "{"), /catalog\.json is not JSON/],
    [
      () => write({ ...exampleCatalog(), people: [], defaultTeam: 7 }),
      /is not valid: defaultTeam: /,
    ],
    [() => write({ ...exampleCatalog(), version: 2 }), /is not valid: version: /],
    [() => rm(path), /cannot be read: run `tocsin build` first/],
  ];
  for (const [spoil, why] of bad) {
    clock.moveTo(clock.now() + 1000);
    await spoil();
    expect(await holder.reload()).toMatch(why);
    expect(holder.current()).toEqual(exampleCatalog());
    expect(await metrics()).toEqual({ successful: 0, at: loadedAt });
    expect(logged.at(-1)).toMatch(/level=error .*the old one stays in force.* err=/);
  }
  await write(exampleCatalog({ name: "mended" }));
  expect(await holder.reload()).toBeNull();
  expect((await metrics()).successful).toBe(1);
});

test("every mistake of a catalogue is named", async () => {
  await write({ ...exampleCatalog(), groupBy: 1, teams: [{ id: "x" }] });
  const message = await readCatalog(path).catch((error) => {
    expect(error).toBeInstanceOf(UnreadableCatalog);
    return error.message;
  });
  for (const place of ["groupBy", "teams.0.name", "teams.0.escalationPolicy"]) {
    expect(message).toContain(`${place}: `);
  }
});

test("a server cannot start with a bad catalogue, and can without any", async () => {
  await expect(hold(path)).rejects.toThrow(UnreadableCatalog);
  const { holder } = await hold(null);
  expect(holder.current()).toBeNull();
  expect(await holder.reload()).toBeNull();
});
