import type { Notification } from "../../alertmanager/notification/notification.ts";
import type { Labels } from "../../labels/labels.ts";
import { formatDuration } from "../../lib/duration.ts";
import { distinctRoutings } from "../distinct-routings.ts";
import type { Examined } from "../examined.ts";
import { momentText } from "../explain/moment-text.ts";
import { counted } from "../report/report.ts";
import { type ArrivedFiring, arrivingAs, deliver, type Message } from "./deliveries.ts";
import { type AlertPlan, type Past, timingOf } from "./plan.ts";
import { type Answers, answerTo, momentsIn, type Question } from "./question.ts";
import { type AlertReplay, replayAlert } from "./replay-alert.ts";

/** One alert of the set, after its past was played. */
export type ReplayedRule = {
  readonly plan: AlertPlan;
  readonly firings: readonly ArrivedFiring[];
  readonly pendingOnly: number;
  /** What was not as it should be, in sentences. */
  readonly notes: readonly string[];
};

export type Replay = {
  readonly rules: readonly ReplayedRule[];
  readonly messages: readonly Message[];
  /** What Tocsin was told, resolves among it, in the order of time. */
  readonly toTocsin: readonly Notification[];
};

const externalLabelsOf = ({ prometheus }: Examined): Labels =>
  Object.fromEntries(
    (prometheus?.externalLabels ?? []).map(({ name, value }) => [name.text, value.text]),
  );

const MINUTE_MS = 60_000;

const minuteText = (at: number): string =>
  `${momentText(Math.floor(at / MINUTE_MS) * MINUTE_MS, "UTC")} UTC`;

/** Whether the series that the query reads were there. */
const sourceNotes = ({ sources }: AlertPlan, answers: Answers, hasFired: boolean): string[] =>
  sources.flatMap(({ selector, question }) => {
    const { series, unanswered } = answerTo(question, answers);
    if (unanswered.length > 0) return [];
    const times = series.flatMap((one) => one.times);
    if (times.length === 0 && hasFired) return [];
    if (times.length === 0)
      return [`${selector}: no series in all this time, so it could not fire`];
    const first = Math.min(...times);
    const { from, stepMs } = question.range;
    return first > from + 2 * stepMs
      ? [`${selector}: no data before ${minuteText(first - stepMs)}`]
      : [];
  });

const unansweredNotes = (question: Question, answers: Answers): string[] => {
  const { unanswered } = answerTo(question, answers);
  const byReason = Map.groupBy(unanswered, ({ because }) => because);
  return [...byReason].map(([because, stretches]) => {
    const { stepMs } = question.range;
    const lost = stretches.reduce(
      (sum, { from, to }) => sum + momentsIn({ from, to, stepMs }) * stepMs,
      0,
    );
    return `no answer for ${formatDuration(lost)} of the time: ${because}`;
  });
};

const FAILURES = {
  "duplicate-labels": "two alerts have the same labels",
  limit: "there are more alerts than the limit of the group",
} as const;

const failureNotes = (failures: AlertReplay["failures"]): string[] =>
  [...failures].map(
    ([failure, times]) => `${counted(times, "evaluation")} would have failed: ${FAILURES[failure]}`,
  );

const replayRule = (plan: AlertPlan, answers: Answers, examined: Examined): ReplayedRule => {
  const { alert, condition } = plan;
  if ("problem" in condition) {
    return { plan, firings: [], pendingOnly: 0, notes: [`not replayed: ${condition.problem}`] };
  }
  const { offsetMs } = timingOf(alert, examined);
  const answer = answerTo(condition, answers);
  const { firings, pendingOnly, failures } = replayAlert(answer, condition.range, {
    alert,
    settings: examined.settings,
    externalLabels: externalLabelsOf(examined),
    offsetMs,
  });
  return {
    plan,
    pendingOnly,
    firings: firings.map((firing) => ({
      ...firing,
      alert,
      arriving: arrivingAs(firing.labels, examined),
    })),
    notes: [
      ...unansweredNotes(condition, answers),
      ...failureNotes(failures),
      ...sourceNotes(plan, answers, firings.length > 0),
    ],
  };
};

/** Everything that these rules and routes would have done. */
export const replay = (
  plans: readonly AlertPlan[],
  answers: Answers,
  around: { readonly examined: Examined; readonly past: Past },
): Replay => {
  const rules = plans.map((plan) => replayRule(plan, answers, around.examined));
  const firings = rules.flatMap((rule) => rule.firings);
  return { rules, ...deliver(firings, distinctRoutings(around.examined.routings), around) };
};
