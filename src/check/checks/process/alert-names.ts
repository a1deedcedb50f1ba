import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";

/** The alerts of the set by name. */
export type AlertNames = {
  readonly byName: ReadonlyMap<string, readonly ExaminedAlert[]>;
  /** The name that was probably meant. */
  readonly near: (name: string) => string | undefined;
};

/** So many unknown names are compared with all others; who has more has other troubles. */
const MOST_COMPARED = 200;

const compute = ({ alerts }: Examined): AlertNames => {
  const byName = Map.groupBy(alerts, ({ rule }) => rule.name.text);
  const names = [...byName.keys()];
  const compared = new Map<string, string | undefined>();
  const near = (name: string): string | undefined => {
    if (compared.has(name)) return compared.get(name);
    if (compared.size >= MOST_COMPARED) return undefined;
    const found = suggestionFor(name, names);
    compared.set(name, found);
    return found;
  };
  return { byName, near };
};

const computed = new WeakMap<Examined, AlertNames>();

export const alertNames = (examined: Examined): AlertNames => {
  const known = computed.get(examined) ?? compute(examined);
  computed.set(examined, known);
  return known;
};
