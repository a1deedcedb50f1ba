import type { Labels } from "../../../labels/labels.ts";
import type { LabelUse } from "../../../prometheus/template/alert-template-uses.ts";
import {
  type BranchVerdict,
  describeVerdict,
  type LabelVerdict,
  labelVerdict,
} from "../../../promql/labels/label-verdict.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import { absentsOfExpressions, isLostByAbsent } from "./absent-argument.ts";
import { type AlertText, alertTexts, usesOf } from "./alert-text.ts";
import { ownLabels } from "./own-labels.ts";
import { renderExample, rendered, type Sample, type TextOfAlert } from "./rendering.ts";
import { sampleLabels } from "./sample-labels.ts";

type NamedUse = { readonly text: AlertText; readonly use: LabelUse; readonly name: string };

/** Whether the value of the label becomes text, or part of a query. */
const isShown = ({ role, through }: LabelUse): boolean =>
  role === "printed" || through.some(({ name }) => name === "query");

/** The labels that the alert's texts show without making sure of them, each where it is first shown. */
const shownLabels = (alert: ExaminedAlert, { settings }: Examined): readonly NamedUse[] => {
  const found = new Map<string, NamedUse>();
  for (const text of alertTexts(alert)) {
    const uses = usesOf(text, alert, settings);
    if ("error" in uses) continue;
    for (const use of uses.labels) {
      const { name } = use;
      if (name === undefined || use.isGuarded || !isShown(use) || found.has(name)) continue;
      found.set(name, { text, use, name });
    }
  }
  return [...found.values()];
};

/** A result of the query in which the label is not there, and the label shown if it were. */
type Hole = { readonly branch: BranchVerdict; readonly labels: Labels };

const MARK = "77";

const holeOf = ({ text, name }: NamedUse, { verdict, ...at }: Searched): Hole | undefined => {
  const { alert, query, examined } = at;
  const uses = usesOf(text, alert, examined.settings);
  if ("error" in uses) return undefined;
  const wanted = uses.labels.flatMap((use) => (use.name === undefined ? [] : [use.name]));
  for (const branch of verdict.branches) {
    if (branch.presence !== "never") continue;
    const alternative = query.labels().alternatives[branch.alternative];
    const labels = alternative && sampleLabels(alternative.labels, wanted);
    if (labels === undefined) continue;
    const of = { alert, text };
    const without = rendered(of, { labels, value: 1 }, examined);
    const withIt = rendered(of, { labels: { ...labels, [name]: MARK }, value: 1 }, examined);
    if ("error" in without || "error" in withIt) continue;
    if (without.output !== withIt.output) return { branch, labels };
  }
  return undefined;
};

type Searched = {
  readonly alert: ExaminedAlert;
  readonly query: Query;
  readonly examined: Examined;
  readonly verdict: LabelVerdict;
};

const lineOf = (output: string, { text, name }: NamedUse): string => {
  const line = text.value.text.split("\n").findIndex((one) => one.includes(name));
  return output.split("\n")[line]?.trim() ?? output.trim();
};

const SHOWN_LENGTH = 80;

const shownText = (output: string, use: NamedUse): string => {
  const line = lineOf(output, use);
  return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line;
};

const helpFor = (name: string, { reason }: BranchVerdict): string => {
  if (reason.cause === "removed" && reason.because.includes(" by ")) {
    return `add ${name} to the labels that are kept, or take {{ $labels.${name} }} out of the text`;
  }
  return `keep the label ${name} in the query, take {{ $labels.${name} }} out of the text, or write it within {{ with $labels.${name} }}…{{ end }}`;
};

const discovery = (use: NamedUse, hole: Hole, searched: Searched): Discovery => {
  const { name, text } = use;
  const { alert, verdict, examined } = searched;
  const of: TextOfAlert = { alert, text };
  const sample: Sample = { labels: hole.labels, value: 1 };
  const rendering = rendered(of, sample, examined);
  const output = "output" in rendering ? rendering.output : "";
  const { recordedBy } = hole.branch.reason;
  const isEverywhere = verdict.presence === "never";
  const when = isEverywhere ? "is never there" : "is not there in one branch of the query";
  return {
    place: text.value.placeAt(use.use.span.from),
    subject: alert.rule.name.text,
    severity: isEverywhere && recordedBy === undefined ? "error" : "warning",
    message: [
      `{{ $labels.${name} }} shows nothing: the label ${when} (${describeVerdict(hole.branch)})`,
      `the ${text.kind} ${text.name} reads ${JSON.stringify(shownText(output, use))}`,
    ].join("\n"),
    help: helpFor(name, hole.branch),
    counterexample: renderExample(of, sample, { rendering, examined }),
  };
};

/** In one branch of a recorded series it is too far to be of use. */
const isToldOf = ({ branch }: Hole, { presence }: LabelVerdict): boolean =>
  presence === "never" || branch.reason.recordedBy === undefined;

const findIn = function* (alert: ExaminedAlert, query: Query, examined: Examined) {
  const own = new Set(["alertname", ...ownLabels(alert).map(({ name }) => name.text)]);
  const absents = absentsOfExpressions(query.expr);
  for (const use of shownLabels(alert, examined)) {
    if (own.has(use.name)) continue;
    const verdict = labelVerdict(query.labels(), use.name);
    if (verdict.branches.every(({ presence }) => presence !== "never")) continue;
    if (verdict.branches.some(({ reason }) => isLostByAbsent(use.name, reason, absents))) continue;
    const searched = { alert, query, examined, verdict };
    const hole = holeOf(use, searched);
    if (hole !== undefined && isToldOf(hole, verdict)) yield discovery(use, hole, searched);
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of examined.alerts) {
    if (alert.query !== undefined) yield* findIn(alert, alert.query, examined);
  }
};

export const templateLabelLost: Check = {
  name: "template-label-lost",
  severity: "error",
  title: "A text of an alert shows a label that its query does not give",
  find,
};
