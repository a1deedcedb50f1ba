import type { MessageData } from "../../src/alertmanager/template/message-data.ts";
import { messageFunctions } from "../../src/alertmanager/template/message-functions.ts";
import { messageValue } from "../../src/alertmanager/template/message-types.ts";
import { parseMessageTemplate } from "../../src/alertmanager/template/render-message.ts";
import { executeTemplate } from "../../src/lib/go-template/execution/execute.ts";
import { layeredFunctions } from "../../src/lib/go-template/execution/state.ts";
import { escapeTemplateSet } from "../../src/lib/go-template/html/escape-set.ts";
import { HTML_FUNCTIONS } from "../../src/lib/go-template/html/html-functions.ts";
import { seededRandom } from "../../src/lib/random.ts";
import { expandAlertTemplate } from "../../src/prometheus/template/expand-alert-template.ts";
import { type MessageCase, type Outcome, renderWithAmtool } from "./templates-amtool.ts";
import { generateAlertCase, generateMessageCase } from "./templates-generator.ts";
import {
  type AlertCase,
  answerQuery,
  CASE_LABEL,
  EXTERNAL_LABELS,
  expandWithPromtool,
} from "./templates-promtool.ts";

export type TemplateDisagreement = {
  readonly program: "amtool" | "promtool";
  readonly template: string;
  readonly theirs: Outcome;
  readonly ours: Outcome;
};

/** Our rendering, of the data itself as amtool has it, where Alertmanager has a pointer to it. */
const renderMessage = ({ template, data, isHtml }: MessageCase): Outcome => {
  const parsed = parseMessageTemplate({ name: "", text: template }, "0.25");
  if ("error" in parsed) return { error: parsed.error.message };
  const { trees } = parsed.template;
  const escaped = isHtml ? escapeTemplateSet(trees, "") : { set: trees };
  if ("error" in escaped) return { error: escaped.error.message };
  const executed = executeTemplate({
    trees: escaped.set,
    name: "",
    data: messageValue(data, "0.25"),
    functions: layeredFunctions(messageFunctions("0.25", 0), HTML_FUNCTIONS),
    version: "1.19",
  });
  return "error" in executed ? { error: executed.error.message } : executed;
};

const PARSING = /^<error expanding template: error parsing template \S+: ([\s\S]*)>$/;
const SHOWN = /^<error expanding template: ([\s\S]*)>$/;

const expandAlert = ({ template, labels, value }: AlertCase, index: number): Outcome => {
  const expanded = expandAlertTemplate(template, {
    alert: `Case${index}`,
    version: "2.42",
    labels: { ...labels, [CASE_LABEL]: String(index) },
    value: Number(value.replace("Inf", "Infinity")),
    externalLabels: EXTERNAL_LABELS,
    externalUrl: undefined,
    now: 0,
    query: answerQuery,
  });
  if (!("error" in expanded)) return expanded;
  const { shown } = expanded.error;
  return { error: PARSING.exec(shown)?.[1] ?? SHOWN.exec(shown)?.[1] ?? shown };
};

const isSame = (a: Outcome, b: Outcome): boolean =>
  "error" in a ? "error" in b && a.error === b.error : "output" in b && a.output === b.output;

type Compared = { readonly template: string; readonly theirs: Outcome; readonly ours: Outcome };

const disagreementsOf = (
  program: TemplateDisagreement["program"],
  compared: readonly Compared[],
): readonly TemplateDisagreement[] =>
  compared
    .filter(({ theirs, ours }) => !isSame(theirs, ours))
    .map((difference) => ({ program, ...difference }));

/** Messages rendered by amtool and by us. */
export const compareMessages = async (
  cases: readonly MessageCase[],
): Promise<readonly TemplateDisagreement[]> => {
  const theirs = await renderWithAmtool(cases);
  return disagreementsOf(
    "amtool",
    cases.map((item, index) => ({
      template: item.template,
      theirs: theirs[index] ?? { error: "nothing" },
      ours: renderMessage(item),
    })),
  );
};

const BETWEEN = "\u241e";

/** Many templates in one, each a definition of its own, which takes amtool one run instead of many. */
const together = (templates: readonly string[]): string =>
  templates
    .map((template, index) => `{{ define "case${index}" }}${template}{{ end }}`)
    .concat(templates.map((_, index) => `{{ template "case${index}" . }}${BETWEEN}`))
    .join("");

const canStandTogether = (item: MessageCase): boolean =>
  "output" in renderMessage(item) && !/\b(?:define|block|template)\b/.test(item.template);

/**
 * Templates rendered with the same data by amtool and by us. Those that we take for good ones are rendered in one run,
 * and one by one only where that does not give what we give.
 */
export const compareMessagesTogether = async (
  templates: readonly string[],
  data: MessageData,
  isHtml: boolean,
): Promise<readonly TemplateDisagreement[]> => {
  const cases = templates.map((template): MessageCase => ({ template, data, isHtml }));
  const joined = cases.filter(canStandTogether);
  const whole = { template: together(joined.map(({ template }) => template)), data, isHtml };
  const ours = joined.map((item) => {
    const outcome = renderMessage(item);
    return "output" in outcome ? outcome.output + BETWEEN : "";
  });
  const [theirs] = await renderWithAmtool([whole]);
  const isAgreed = theirs !== undefined && "output" in theirs && theirs.output === ours.join("");
  return compareMessages(isAgreed ? cases.filter((item) => !joined.includes(item)) : cases);
};

/** Annotations expanded by promtool and by us. */
export const compareAlerts = async (
  cases: readonly AlertCase[],
): Promise<readonly TemplateDisagreement[]> => {
  const theirs = await expandWithPromtool(cases);
  return disagreementsOf(
    "promtool",
    cases.map((item, index) => ({
      template: item.template,
      theirs: theirs[index] ?? { error: "nothing" },
      ours: expandAlert(item, index),
    })),
  );
};

/** Generated templates, half for each program, some of them HTML: the texts and the errors have to be the same. */
export const compareTemplates = async (
  count: number,
  seed: number,
): Promise<{
  readonly compared: number;
  readonly disagreements: readonly TemplateDisagreement[];
}> => {
  const random = seededRandom(seed);
  const half = Math.ceil(count / 2);
  const messages = Array.from({ length: half }, (_, index) =>
    generateMessageCase(random, index % 3 === 0),
  );
  const alerts = Array.from({ length: half }, () => generateAlertCase(random));
  const disagreements = [...(await compareMessages(messages)), ...(await compareAlerts(alerts))];
  return { compared: messages.length + alerts.length, disagreements };
};
