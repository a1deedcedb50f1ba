import type { InhibitRule } from "../../../alertmanager/config/config.ts";
import type { InhibitionRule } from "../../../alertmanager/inhibition/inhibition.ts";
import { inhibitionRuleOf } from "../../../alertmanager/inhibition/written-rule.ts";
import {
  type InhibitionProof,
  proveInhibition,
  type Side,
} from "../../../alertmanager/proof/inhibition-proof.ts";
import { type LabelColumns, labelColumns } from "../../../alertmanager/proof/label-columns.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import type { Place } from "../../../lib/source.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Examined, ExaminedAlert, Routing } from "../../examined.ts";
import { writtenMatcherPlace } from "./route-place.ts";
import { alertName, matchersText } from "./route-text.ts";

/** All branches of all alerts as they arrive, in one list. */
export type Arriving = {
  readonly list: readonly { readonly alert: ExaminedAlert; readonly labels: SymbolicLabels }[];
  readonly columns: LabelColumns;
};

const arrivingKnown = new WeakMap<Examined, Arriving>();

export const arrivingIn = (examined: Examined): Arriving => {
  const known = arrivingKnown.get(examined);
  if (known !== undefined) return known;
  const list = examined.alerts.flatMap((alert) =>
    alert.arriving().map((labels) => ({ alert, labels })),
  );
  const arriving = { list, columns: labelColumns(list.map(({ labels }) => labels)) };
  arrivingKnown.set(examined, arriving);
  return arriving;
};

/** An inhibition as written, and what it can do among the alerts of the set. */
export type Inhibition = {
  readonly routing: Routing;
  readonly written: InhibitRule;
  readonly rule: InhibitionRule;
  readonly proof: InhibitionProof;
  readonly alertOf: (side: Side) => ExaminedAlert | undefined;
};

const computed = new WeakMap<Routing, readonly Inhibition[]>();

const inhibitionsIn = (routing: Routing, examined: Examined): readonly Inhibition[] => {
  const { list, columns } = arrivingIn(examined);
  return routing.config.inhibitRules.map((written) => {
    const rule = inhibitionRuleOf(written);
    const proof = proveInhibition(columns, rule);
    return { routing, written, rule, proof, alertOf: ({ alert }) => list[alert]?.alert };
  });
};

/** The inhibitions of all Alertmanagers; none when there are no alerts of which anything could be said. */
export const inhibitionsOf = (examined: Examined): readonly Inhibition[] => {
  if (examined.alerts.length === 0) return [];
  return examined.routings.flatMap((routing) => {
    const known = computed.get(routing) ?? inhibitionsIn(routing, examined);
    computed.set(routing, known);
    return known;
  });
};

/** Names of the alerts on one side, each once. */
export const sideNames = ({ alertOf }: Inhibition, sides: readonly Side[]): readonly string[] => [
  ...new Set(
    sides.flatMap((side) => {
      const alert = alertOf(side);
      return alert === undefined ? [] : [alertName(alert)];
    }),
  ),
];

const sideText = (matchers: InhibitionRule["source"]): string => `{${matchersText(matchers)}}`;

/** Its name, if it has one, or its two sides. */
export const inhibitionSubject = ({ written, rule }: Inhibition): string => {
  const name = fieldOf(written.node, "name");
  return name?.kind === "scalar"
    ? name.text
    : `${sideText(rule.source)} over ${sideText(rule.target)}`;
};

/** Where the label stands in `equal`; without a label, where the list begins, or else the inhibition. */
export const equalPlace = ({ written }: Inhibition, label?: string): Place =>
  written.equal.find(({ text }) => text === label)?.placeAt(0) ??
  fieldOf(written.node, "equal")?.place ??
  written.place;

/** Where the matchers of a side begin: the first of the label, if there is one. */
export const sidePlace = (
  { written }: Inhibition,
  side: "source" | "target",
  label?: string,
): Place => {
  const matchers = written[side];
  const matcher = matchers.find(({ name }) => name === label) ?? matchers[0];
  return matcher === undefined ? written.place : writtenMatcherPlace(matcher);
};
