import type { Place } from "../../../lib/source.ts";
import type { ExaminedAlert } from "../../examined.ts";

/** Where the rule gives the alert one of the labels, the first that it gives; otherwise where its name stands. */
export const alertPlace = ({ rule }: ExaminedAlert, ...labels: readonly string[]): Place => {
  for (const label of labels) {
    const pair = rule.labels.find(({ name }) => name.text === label);
    if (pair !== undefined) return pair.value.placeAt(0);
  }
  return rule.name.placeAt(0);
};
