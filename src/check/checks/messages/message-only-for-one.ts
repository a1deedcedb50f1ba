import type { Integration } from "../../../alertmanager/config/config.ts";
import type { ValueUse } from "../../../lib/go-template/uses/flow.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { listText } from "../routes/route-text.ts";
import { messageExample } from "./message-example.ts";
import type { SampleGroup } from "./recipients.ts";
import { sampleName } from "./sample-alerts.ts";
import { outputFor, placeOfUse, type WrittenText, writtenTexts } from "./text-uses.ts";

/** A label or annotation that is asked of the whole group. */
type Common = {
  readonly of: "commonLabels" | "commonAnnotations";
  readonly name: string;
  /** Where each alert has it: `.Annotations.summary`. */
  readonly ofAlert: string;
};

const commonOf = ({ path, role, isGuarded }: ValueUse): Common | undefined => {
  const [field, name, ...rest] = path;
  if (role !== "printed" || isGuarded || name === undefined || rest.length > 0) return undefined;
  if (field === "CommonLabels") return { of: "commonLabels", name, ofAlert: `.Labels.${name}` };
  return field === "CommonAnnotations"
    ? { of: "commonAnnotations", name, ofAlert: `.Annotations.${name}` }
    : undefined;
};

const valueIn = ({ data }: SampleGroup, { of, name }: Common): string =>
  Object.hasOwn(data[of], name) ? (data[of][name] ?? "") : "";

type Loss = { readonly one: SampleGroup; readonly several: SampleGroup };

/** A group of several alerts that lose what the first of them has by itself. */
const lossOf = (groups: readonly SampleGroup[], common: Common): Loss | undefined => {
  for (const several of groups) {
    if (several.name !== "several alerts" || valueIn(several, common) !== "") continue;
    const [first] = several.samples;
    const one = groups.find(
      ({ name, samples, route }) =>
        name === "one alert" && samples[0] === first && route === several.route,
    );
    if (one !== undefined && valueIn(one, common) !== "") return { one, several };
  }
  return undefined;
};

/** Integrations some text of which tells of each alert by itself. */
const listingIntegrations = (examined: Examined): ReadonlySet<Integration> =>
  new Set(
    writtenTexts(examined)
      .filter(({ values }) =>
        values.some(
          ({ path: [first, second, third] }) =>
            first === "Alerts" &&
            second === "[]" &&
            (third === "Annotations" || third === "Labels"),
        ),
      )
      .map(({ integration }) => integration),
  );

const differencesIn = ({ samples }: SampleGroup): readonly string[] => {
  const [first, ...others] = samples;
  return Object.keys(first?.labels ?? {}).filter((name) =>
    others.some(({ labels }) => labels[name] !== first?.labels[name]),
  );
};

const discovery = (
  text: WrittenText,
  { common, use, loss }: { readonly common: Common; readonly use: ValueUse; readonly loss: Loss },
  examined: Examined,
): Omit<Discovery, "severity"> | undefined => {
  const place = placeOfUse(text, use, examined);
  const output = outputFor(text, loss.several, examined);
  if (place === undefined || output === undefined) return undefined;
  const written = `.${use.path.join(".")}`;
  const names = [...new Set(loss.several.samples.map(sampleName))];
  return {
    place,
    subject: text.recipient.receiver.name.text,
    message: `${written} is empty as soon as the alerts of a group differ in it: what is shown for one alert is missing for two\nalerts of ${listText(names)} can be in one group and differ in ${listText(differencesIn(loss.several))}`,
    help: `go through the alerts: {{ range .Alerts }}{{ ${common.ofAlert} }}{{ end }}`,
    counterexample: messageExample(text.template.text.text, loss.several.data, { output }),
  };
};

const findIn = function* (
  text: WrittenText,
  examined: Examined,
): Iterable<Omit<Discovery, "severity">> {
  const told = new Set<string>();
  for (const use of text.values) {
    const common = commonOf(use);
    if (common === undefined || told.has(common.ofAlert)) continue;
    const loss = lossOf(text.recipient.groups(), common);
    const found = loss && discovery(text, { common, use, loss }, examined);
    if (found === undefined) continue;
    told.add(common.ofAlert);
    yield found;
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const listing = listingIntegrations(examined);
  for (const text of writtenTexts(examined)) {
    if (text.recipient.rules.length === 0) continue;
    const severity = listing.has(text.integration) ? "info" : "warning";
    for (const found of findIn(text, examined)) yield { ...found, severity };
  }
};

export const messageOnlyForOne: Check = {
  name: "message-only-for-one",
  severity: "warning",
  title: "A message that loses a text when a group has more than one alert",
  find,
};
