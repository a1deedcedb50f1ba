import type { Integration, ReceiverTemplate } from "../../../alertmanager/config/config.ts";
import { messageUses } from "../../../alertmanager/template/message-uses.ts";
import type { TemplateUse } from "../../../lib/go-template/uses/flow.ts";
import type { Examined } from "../../examined.ts";
import { type Recipient, recipientsOf } from "./recipients.ts";
import { templateDefinitions } from "./template-files.ts";

/** A call of a template that nobody defines, from a receiver's text or a definition that it gets to. */
export type UndefinedCall = {
  readonly recipient: Recipient;
  readonly integration: Integration;
  readonly template: ReceiverTemplate;
  readonly use: TemplateUse;
};

const callsIn = (template: ReceiverTemplate, examined: Examined): readonly TemplateUse[] => {
  if (!template.text.text.includes("{{")) return [];
  const version = examined.settings.alertmanagerVersion;
  const uses = messageUses(template.text.text, templateDefinitions(examined), version);
  return "error" in uses ? [] : uses.templates.filter(({ isDefined }) => !isDefined);
};

const compute = (examined: Examined): readonly UndefinedCall[] =>
  recipientsOf(examined).flatMap((recipient) =>
    recipient.receiver.integrations.flatMap((integration) =>
      integration.templates.flatMap((template) =>
        callsIn(template, examined).map((use) => ({ recipient, integration, template, use })),
      ),
    ),
  );

const known = new WeakMap<Examined, readonly UndefinedCall[]>();

/** Every call of a template that neither Alertmanager nor a file of the set defines. */
export const undefinedCalls = (examined: Examined): readonly UndefinedCall[] => {
  const found = known.get(examined) ?? compute(examined);
  known.set(examined, found);
  return found;
};
