import { type Passing, passingAlerts } from "../../../alertmanager/proof/label-columns.ts";
import { currentSilences, type FoundSilence } from "../../evidence/silences.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { arrivingIn } from "./inhibitions.ts";
import { matchersText } from "./route-text.ts";

/** Which alerts of the set a silence is about. */
export type SilenceReach = {
  readonly silence: FoundSilence;
  /** By the place of the alert's branch among all that arrive. */
  readonly passing: readonly Passing[];
  /** Alerts that it silences whatever their labels. */
  readonly whole: ReadonlySet<ExaminedAlert>;
  /** Whether it can silence any. */
  readonly meetsAny: boolean;
};

const reachOf = (silence: FoundSilence, examined: Examined): SilenceReach => {
  const { list, columns } = arrivingIn(examined);
  const passing = passingAlerts(columns, silence.matchers);
  const whole = new Set(list.map(({ alert }) => alert));
  for (const [index, { alert }] of list.entries()) {
    if (passing[index] !== "all") whole.delete(alert);
  }
  return { silence, passing, whole, meetsAny: passing.some((each) => each !== "none") };
};

const computed = new WeakMap<Examined, readonly SilenceReach[]>();

/** What the silences that hold now or will are about. */
export const silenceReaches = (examined: Examined): readonly SilenceReach[] => {
  const known =
    computed.get(examined) ??
    currentSilences(examined.evidence, examined.today).map((silence) => reachOf(silence, examined));
  computed.set(examined, known);
  return known;
};

const bySilenced = new WeakMap<Examined, ReadonlyMap<number, FoundSilence>>();

/** A silence of the alert, whatever its labels, by the place of its branch among all that arrive. */
export const silenceOf = (examined: Examined, branch: number): FoundSilence | undefined => {
  const known =
    bySilenced.get(examined) ??
    new Map(
      silenceReaches(examined).flatMap(({ silence, passing }) =>
        passing.flatMap((each, index) => (each === "all" ? [[index, silence] as const] : [])),
      ),
    );
  bySilenced.set(examined, known);
  return known.get(branch);
};

/** What tells it from others: its id, or else its matchers. */
export const silenceSubject = ({ id, matchers }: FoundSilence): string =>
  id === "" ? `silence {${matchersText(matchers)}}` : `silence ${id}`;
