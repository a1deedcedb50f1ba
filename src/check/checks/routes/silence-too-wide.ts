import type { Side } from "../../../alertmanager/proof/inhibition-proof.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { type Inhibition, inhibitionsOf } from "./inhibitions.ts";
import { alertName, listText } from "./route-text.ts";
import { type SilenceReach, silenceReaches, silenceSubject } from "./silence-reach.ts";

/** Alerts that nobody hears of while the silence holds. */
type Muted = {
  readonly directly: readonly ExaminedAlert[];
  /** Kept back by alerts that are silenced: these go on to inhibit. */
  readonly byInhibition: readonly ExaminedAlert[];
};

const namesOf = (alerts: readonly ExaminedAlert[]): readonly string[] => [
  ...new Set(alerts.map(alertName)),
];

const isSilenced = ({ passing }: SilenceReach, { alert }: Side): boolean =>
  passing[alert] === "all";

/** Targets that silenced sources can keep back. */
const keptBack = (
  reach: SilenceReach,
  inhibitions: readonly Inhibition[],
): ReadonlySet<ExaminedAlert> => {
  const hasSilenced = (sources: readonly Side[]) =>
    sources.some((source) => isSilenced(reach, source));
  const targets = inhibitions
    .filter(({ proof }) => hasSilenced(proof.sources))
    .flatMap(({ proof, alertOf }) =>
      proof
        .pairs()
        .classes.filter(({ sources, isCertain }) => isCertain && hasSilenced(sources))
        .flatMap((pairs) => pairs.targets.map(alertOf)),
    );
  return new Set(targets.filter((alert) => alert !== undefined));
};

const isUrgent = (alert: ExaminedAlert): boolean => alert.urgency() === 0;

const mutedBy = (reach: SilenceReach, examined: Examined): Muted => {
  const kept = keptBack(reach, inhibitionsOf(examined));
  const urgent = examined.alerts.filter(isUrgent);
  return {
    directly: urgent.filter((alert) => reach.whole.has(alert)),
    byInhibition: urgent.filter((alert) => !reach.whole.has(alert) && kept.has(alert)),
  };
};

/** With fewer alerts than this, all of them is not many. */
const FEW = 2;

const discoveryOf = (reach: SilenceReach, examined: Examined): Discovery | undefined => {
  const { silence, whole } = reach;
  const { directly, byInhibition } = mutedBy(reach, examined);
  const urgent = examined.alerts.filter(isUrgent);
  const isAll = examined.alerts.length >= FEW && examined.alerts.every((one) => whole.has(one));
  const muted = directly.length + byInhibition.length;
  const isAllUrgent = urgent.length >= FEW && muted === urgent.length;
  if (!isAll && !isAllUrgent) return undefined;
  const [level = "critical"] = examined.settings.severities[0] ?? [];
  const what = isAll
    ? `every alert of this set (${examined.alerts.length})`
    : `every ${level} alert of this set (${urgent.length})`;
  const when = silence.state === "pending" ? "will hold back" : "holds back";
  const until = new Date(silence.endsAt).toISOString().replace(/\.\d+Z$/, "Z");
  const lists = [
    ...(directly.length > 0 ? [`\nsilenced: ${namesOf(directly).join(", ")}`] : []),
    ...(byInhibition.length > 0
      ? [`\nkept back by alerts that are silenced: ${namesOf(byInhibition).join(", ")}`]
      : []),
  ];
  return {
    place: silence.matchers[0]?.place ?? silence.place,
    // That an alert can be kept back is not to say that each of its instances is.
    ...(isAll || byInhibition.length === 0 ? {} : { severity: "warning" as const }),
    subject: silenceSubject(silence),
    message: `this silence ${when} ${what} until ${until}: nobody is told of anything${isAll ? "" : " urgent"}${lists.join("")}`,
    help: `name what it is about, such as one of ${listText(namesOf(urgent.length > 0 ? urgent : examined.alerts))}, or one instance`,
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const reach of silenceReaches(examined)) {
    const found = discoveryOf(reach, examined);
    if (found !== undefined) yield found;
  }
};

export const silenceTooWide: Check = {
  name: "silence-too-wide",
  severity: "error",
  title: "A silence of everything, or of every alert that is urgent",
  find,
};
