import type { Examined, ExaminedAlert } from "../../examined.ts";
import { nearNames } from "./near-names.ts";

/** The alerts of the set by name. */
export type AlertNames = {
  readonly byName: ReadonlyMap<string, readonly ExaminedAlert[]>;
  /** The name that was probably meant. */
  readonly near: (name: string) => string | undefined;
};

const compute = ({ alerts }: Examined): AlertNames => {
  const byName = Map.groupBy(alerts, ({ rule }) => rule.name.text);
  return { byName, near: nearNames([...byName.keys()]) };
};

const computed = new WeakMap<Examined, AlertNames>();

export const alertNames = (examined: Examined): AlertNames => {
  const known = computed.get(examined) ?? compute(examined);
  computed.set(examined, known);
  return known;
};
