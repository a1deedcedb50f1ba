import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import * as z from "zod";
import type { KnownIncident } from "../../check/backtest/trade-off.ts";
import { UnreadableInput } from "../check/unreadable-input.ts";
import { readMoment } from "../explain/read-moment.ts";

const incidentsSchema = z.array(
  z.strictObject({
    name: z.string(),
    from: z.string(),
    to: z.string(),
    /** The alerts that should have told of it; all of them without it. */
    alerts: z.array(z.string()).optional(),
  }),
);

const parsed = (text: string): unknown => {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
};

/** Reads a list of what is known to have gone wrong, in YAML or JSON. Throws UnreadableInput. */
export const readIncidents = async (path: string, zone: string): Promise<KnownIncident[]> => {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new UnreadableInput(`${path} cannot be read`, "name a file with incidents", { cause });
  });
  const { data, error } = incidentsSchema.safeParse(parsed(text));
  if (data === undefined) {
    const [issue] = error.issues;
    throw new UnreadableInput(
      `${path}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "no list of incidents"}`,
      'write a list such as [{name: "Redis full", from: "2026-11-20 03:00", to: "2026-11-20 04:10"}]',
    );
  }
  return data.map(({ name, from, to, alerts }) => {
    const begin = readMoment(from, zone).at;
    const end = readMoment(to, zone).at;
    if (end >= begin) return { name, from: begin, to: end, alerts };
    throw new UnreadableInput(`${path}: ${name} ends before it begins`, "exchange from and to");
  });
};
