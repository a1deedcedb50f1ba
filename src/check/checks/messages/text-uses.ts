import type { Integration, ReceiverTemplate } from "../../../alertmanager/config/config.ts";
import { messageUses } from "../../../alertmanager/template/message-uses.ts";
import { renderMessage } from "../../../alertmanager/template/render-message.ts";
import type { ValueUse } from "../../../lib/go-template/uses/flow.ts";
import type { Place } from "../../../lib/source.ts";
import type { Examined } from "../../examined.ts";
import { isHtmlField, isReadByPeople } from "./receiver-texts.ts";
import { type Recipient, recipientsOf, type SampleGroup } from "./recipients.ts";
import { SAMPLE_TIME } from "./sample-alerts.ts";
import { templateDefinitions, templateFiles } from "./template-files.ts";

/** A text that was written for people, with what it reads. */
export type WrittenText = {
  readonly recipient: Recipient;
  readonly integration: Integration;
  readonly template: ReceiverTemplate;
  readonly values: readonly ValueUse[];
};

const compute = (examined: Examined): readonly WrittenText[] => {
  const version = examined.settings.alertmanagerVersion;
  const definitions = templateDefinitions(examined);
  return recipientsOf(examined).flatMap((recipient) =>
    recipient.receiver.integrations.flatMap((integration) =>
      integration.templates.flatMap((template) => {
        const { text } = template.text;
        if (!text.includes("{{") || !isReadByPeople(template.field)) return [];
        const uses = messageUses(text, definitions, version);
        return "error" in uses ? [] : [{ recipient, integration, template, values: uses.values }];
      }),
    ),
  );
};

const known = new WeakMap<Examined, readonly WrittenText[]>();

/** Every text with templates of every receiver that a route leads to. */
export const writtenTexts = (examined: Examined): readonly WrittenText[] => {
  const found = known.get(examined) ?? compute(examined);
  known.set(examined, found);
  return found;
};

/** Where the text or a template file reads it; undefined within Alertmanager's own definitions. */
export const placeOfUse = (
  { template }: WrittenText,
  { source, span }: ValueUse,
  examined: Examined,
): Place | undefined => {
  if (source === "") return template.text.placeAt(span.from);
  return templateFiles(examined)
    .find(({ name }) => name === source)
    ?.placeAt(span.from);
};

/** What the text becomes; undefined where it fails. */
export const outputFor = (
  { integration, template }: Pick<WrittenText, "integration" | "template">,
  { data }: SampleGroup,
  examined: Examined,
): string | undefined => {
  const rendered = renderMessage(template.text.text, {
    data,
    definitions: templateDefinitions(examined),
    version: examined.settings.alertmanagerVersion,
    now: SAMPLE_TIME,
    isHtml: isHtmlField(integration, template.field),
  });
  return "error" in rendered ? undefined : rendered.output;
};
