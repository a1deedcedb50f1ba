import type { ValueUse } from "../../../lib/go-template/uses/flow.ts";
import { didYouMean } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { listText } from "../routes/route-text.ts";
import { messageExample } from "./message-example.ts";
import type { SampleGroup } from "./recipients.ts";
import { sampleName } from "./sample-alerts.ts";
import { outputFor, placeOfUse, type WrittenText, writtenTexts } from "./text-uses.ts";

/** Texts without which a message says nothing. */
const MAIN_FIELDS = new Set([
  ...["title", "text", "message", "description", "summary", "subject", "state_message", "html"],
  ...["headers.Subject", "headers.subject"],
]);

/** The annotation that a use shows, be it of the group or of each alert. */
const annotationOf = ({ path, role, isGuarded }: ValueUse): string | undefined => {
  if (role !== "printed" || isGuarded) return undefined;
  const [field, name] = path[0] === "Alerts" && path[1] === "[]" ? path.slice(2) : path;
  return field === "Annotations" || field === "CommonAnnotations" ? name : undefined;
};

const METHODS = new Set(["SortedPairs", "Values", "Names", "Remove", "String"]);

const annotationNames = (rules: readonly ExaminedAlert[]): ReadonlySet<string> =>
  new Set(rules.flatMap(({ rule }) => rule.annotations.map(({ name }) => name.text)));

const isBlank = (output: string): boolean => output.replaceAll("<no value>", "").trim() === "";

/** Notifications of one alert for which nothing is left of the text. */
const blankGroups = (text: WrittenText, examined: Examined): readonly SampleGroup[] => {
  const isMain = MAIN_FIELDS.has(text.template.field);
  const reads = text.values.some(({ role, path }) => role === "printed" && path.length > 1);
  const isConditional = text.values.some(({ role }) => role === "condition");
  if (!isMain || !reads || isConditional) return [];
  return text.recipient
    .groups()
    .filter(({ name }) => name === "one alert")
    .filter((group) => {
      const output = outputFor(text, group, examined);
      return output !== undefined && isBlank(output);
    });
};

const wholeText = (text: WrittenText, examined: Examined): Discovery | undefined => {
  const blank = blankGroups(text, examined);
  const [first] = blank;
  if (first === undefined) return undefined;
  const { field, text: written } = text.template;
  const names = [...new Set(blank.flatMap(({ samples }) => samples.map(sampleName)))];
  const output = outputFor(text, first, examined) ?? "";
  return {
    place: written.placeAt(0),
    subject: text.recipient.receiver.name.text,
    message: `${field} is empty for ${listText(names)}: nothing that it shows is there`,
    help: "show what the alerts have, or say something without them: {{ .GroupLabels.alertname }}",
    counterexample: messageExample(written.text, first.data, { output }),
  };
};

const missingAnnotations = function* (text: WrittenText, examined: Examined): Iterable<Discovery> {
  const known = annotationNames(text.recipient.rules);
  const told = new Set<string>();
  for (const use of text.values) {
    const name = annotationOf(use);
    if (name === undefined || known.has(name) || METHODS.has(name) || told.has(name)) continue;
    const place = placeOfUse(text, use, examined);
    if (place === undefined) continue;
    told.add(name);
    const meant = didYouMean(name, [...known]);
    yield {
      place,
      subject: text.recipient.receiver.name.text,
      severity: "info",
      message: `no alert of this set that goes to "${text.recipient.receiver.name.text}" has an annotation ${name}: what shows it is always empty`,
      help: meant ?? `give the alerts the annotation, or take it out of ${text.template.field}`,
    };
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const text of writtenTexts(examined)) {
    if (text.recipient.rules.length === 0) continue;
    const whole = wholeText(text, examined);
    if (whole === undefined) yield* missingAnnotations(text, examined);
    else yield whole;
  }
};

export const messageEmpty: Check = {
  name: "message-empty",
  severity: "warning",
  title: "A message, or a part of it, that is always empty",
  find,
};
