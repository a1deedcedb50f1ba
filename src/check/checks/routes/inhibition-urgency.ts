import { meet, type PairClass, type Side } from "../../../alertmanager/proof/inhibition-proof.ts";
import { valuesOf } from "../../../labels/language.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import { withMatchers } from "../../../labels/symbolic-labels.ts";
import type { Examined } from "../../examined.ts";
import type { NearPair } from "./inhibition-deadness.ts";
import type { Inhibition } from "./inhibitions.ts";

/** A severity that an alert can have, and how urgent it is: 0 the most. */
type Level = { readonly side: Side; readonly severity: string; readonly rank: number };

/** Severities of which an alert may have one are few. */
const MOST_SEVERITIES = 20;

const levelsOf = (side: Side, { settings }: Examined): readonly Level[] => {
  const { severityLabel, severities } = settings;
  const values = valuesOf(side.constraintOn(severityLabel), MOST_SEVERITIES) ?? [];
  return values.flatMap((severity) => {
    const rank = severities.findIndex((level) => level.includes(severity));
    return rank < 0 ? [] : [{ side, severity, rank }];
  });
};

/** A source and a target that it keeps back though the target is the more urgent. */
export type WeakerPair = NearPair & {
  readonly sourceLevel: Level;
  readonly targetLevel: Level;
};

const having = ({ side, severity }: Level, { settings }: Examined): SymbolicLabels =>
  withMatchers(side.labels, [{ name: settings.severityLabel, operator: "=", value: severity }]);

const weakerIn = (
  inhibition: Inhibition,
  { sources, targets, isCertain }: PairClass,
  examined: Examined,
): WeakerPair | undefined => {
  if (!isCertain) return undefined;
  const weakest = sources
    .flatMap((side) => levelsOf(side, examined))
    .toSorted((a, b) => b.rank - a.rank);
  const gravest = targets
    .flatMap((side) => levelsOf(side, examined))
    .toSorted((a, b) => a.rank - b.rank);
  for (const sourceLevel of firstOfEachRank(weakest)) {
    for (const targetLevel of firstOfEachRank(gravest)) {
      if (sourceLevel.rank <= targetLevel.rank) break;
      const found = meet(
        inhibition.rule,
        having(sourceLevel, examined),
        having(targetLevel, examined),
      );
      const [one, other] = found.kind === "possible" ? found.witnesses : [];
      if (one === undefined || other === undefined) continue;
      const { side: source } = sourceLevel;
      const { side: target } = targetLevel;
      return { source, target, witnesses: [one, other], sourceLevel, targetLevel };
    }
  }
  return undefined;
};

const firstOfEachRank = (levels: readonly Level[]): readonly Level[] => {
  const ranks = new Set<number>();
  return levels.filter(({ rank }) => {
    if (ranks.has(rank)) return false;
    ranks.add(rank);
    return true;
  });
};

/** Pairs in which the source is the less urgent, one of each kind, the gravest first. */
export const weakerPairs = (inhibition: Inhibition, examined: Examined): readonly WeakerPair[] =>
  inhibition.proof
    .pairs()
    .classes.flatMap((pairs) => weakerIn(inhibition, pairs, examined) ?? [])
    .toSorted((a, b) => a.targetLevel.rank - b.targetLevel.rank);

/** The most urgent that the alert can be; undefined when that is not known. */
export const gravestRank = (side: Side, examined: Examined): number | undefined => {
  const ranks = levelsOf(side, examined).map(({ rank }) => rank);
  return ranks.length === 0 ? undefined : Math.min(...ranks);
};

/**
 * Whether the inhibition names an alert of the last severities as its source: somebody has thought of what it stands
 * for, such as maintenance.
 */
export const isNamedSignal = ({ rule }: Inhibition, source: Side, examined: Examined): boolean =>
  rule.source.some(({ name, operator }) => name === "alertname" && operator === "=") &&
  gravestRank(source, examined) === examined.settings.severities.length - 1;
