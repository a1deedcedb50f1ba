import type { Labels } from "../../../labels/labels.ts";
import type { LocatedText } from "../../../lib/source.ts";
import type { LabelUse } from "../../../prometheus/template/alert-template-uses.ts";
import { labelVerdict } from "../../../promql/labels/label-verdict.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import type { Fix } from "../../fix.ts";
import type { Settings } from "../../settings.ts";
import { type AlertText, actionAround, alertTexts, usesOf } from "./alert-text.ts";
import { isTemplate, ownLabels } from "./own-labels.ts";
import { renderExample, rendered } from "./rendering.ts";
import { sampleLabels } from "./sample-labels.ts";

/** The labels of the alert that its query knows nothing of, with their values as written. */
const ownValues = (alert: ExaminedAlert): ReadonlyMap<string, LocatedText> =>
  new Map([
    ...ownLabels(alert).map(({ name, value }) => [name.text, value] as const),
    ["alertname", alert.rule.name],
  ]);

/** Labels that only rules give; any other label of this name may come from targets too. */
const isOfRulesOnly = (name: string, { severityLabel, ownerLabel }: Settings): boolean =>
  name === "alertname" || name === severityLabel || name === ownerLabel;

type Found = { readonly alert: ExaminedAlert; readonly query: Query; readonly examined: Examined };

type Judgement = { readonly severity: FindingSeverity; readonly branch: number };

/** Where the label is not in the query's result; undefined where the query speaks of it itself. */
const judge = (name: string, { query, examined }: Found): Judgement | undefined => {
  const flow = query.labels();
  const { branches, presence } = labelVerdict(flow, name);
  const missing = branches.find((branch) => branch.presence === "never");
  if (missing !== undefined) {
    return { severity: presence === "never" ? "error" : "warning", branch: missing.alternative };
  }
  const [first] = branches;
  const isNamed = flow.alternatives.some(({ reasons }) => reasons.has(name));
  if (first === undefined || isNamed) return undefined;
  const severity = isOfRulesOnly(name, examined.settings) ? "warning" : "info";
  return { severity, branch: first.alternative };
};

type Shown = { readonly text: AlertText; readonly use: LabelUse; readonly name: string };

const SAFE = /^[\w ./%-]+$/;

/** The value itself in place of the action, where neither YAML nor templates give its characters a meaning. */
const fixFor = ({ text, use, name }: Shown, value: string | undefined): { readonly fix?: Fix } => {
  const action = actionAround(text.value.text, use.span);
  const isPlain = text.value.text.slice(use.span.from, use.span.to) === `$labels.${name}`;
  if (action === undefined || !isPlain || value === undefined || !SAFE.test(value)) return {};
  const { file, offsetAt } = text.value;
  const edit = { file, from: offsetAt(action.from), to: offsetAt(action.to), text: value };
  return { fix: { edits: [edit] } };
};

const exampleLabels = (
  { query, examined, alert }: Found,
  branch: number,
  { text, name }: Shown,
): Labels | undefined => {
  const alternative = query.labels().alternatives[branch];
  const uses = usesOf(text, alert, examined.settings);
  if (alternative === undefined || "error" in uses) return undefined;
  const wanted = uses.labels.flatMap((use) => (use.name === undefined ? [] : [use.name]));
  return sampleLabels(
    alternative.labels,
    wanted.filter((other) => other !== name),
  );
};

const MARK = "77";

const discovery = (
  found: Found,
  shown: Shown,
  { severity, branch }: Judgement,
): Discovery | undefined => {
  const { alert, examined } = found;
  const { text, use, name } = shown;
  const labels = exampleLabels(found, branch, shown);
  if (labels === undefined) return undefined;
  const of = { alert, text };
  const rendering = rendered(of, { labels, value: 1 }, examined);
  const withIt = rendered(of, { labels: { ...labels, [name]: MARK }, value: 1 }, examined);
  if ("error" in rendering || "error" in withIt || rendering.output === withIt.output) return;
  const value = ownValues(alert).get(name);
  const written = value === undefined || isTemplate(value.text) ? undefined : value.text;
  const certainty =
    severity === "error" ? "" : ", unless the series themselves have a label of that name";
  const instead = written === undefined ? "its value" : JSON.stringify(written);
  return {
    place: text.value.placeAt(use.span.from),
    subject: alert.rule.name.text,
    severity,
    message: `{{ $labels.${name} }} shows nothing${certainty}: templates see the labels of the query's result, and ${name} is added by the rule afterwards`,
    help: `write ${instead} into the text itself`,
    counterexample: renderExample(of, { labels, value: 1 }, { rendering, examined }),
    ...fixFor(shown, written),
  };
};

const usesOfOwnLabels = (alert: ExaminedAlert, settings: Settings): readonly Shown[] => {
  const own = ownValues(alert);
  return alertTexts(alert).flatMap((text) => {
    const uses = usesOf(text, alert, settings);
    if ("error" in uses) return [];
    return uses.labels.flatMap((use) => {
      const { name, isGuarded, role } = use;
      const isShown = name !== undefined && own.has(name) && role === "printed" && !isGuarded;
      return isShown ? [{ text, use, name }] : [];
    });
  });
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { settings } = examined;
  for (const alert of examined.alerts) {
    const { query } = alert;
    if (query === undefined) continue;
    for (const shown of usesOfOwnLabels(alert, settings)) {
      const at = { alert, query, examined };
      const judgement = judge(shown.name, at);
      const found = judgement && discovery(at, shown, judgement);
      if (found !== undefined) yield found;
    }
  }
};

export const templateOwnLabel: Check = {
  name: "template-own-label",
  severity: "error",
  title: "A text of an alert shows a label that the rule itself adds, which templates do not see",
  find,
};
