import { renderMessage } from "../../../alertmanager/template/render-message.ts";
import type { Place } from "../../../lib/source.ts";
import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { messageExample } from "./message-example.ts";
import { isHtmlField } from "./receiver-texts.ts";
import { groupsToldTo } from "./recipients.ts";
import { SAMPLE_TIME } from "./sample-alerts.ts";
import { type UndefinedCall, undefinedCalls } from "./template-calls.ts";
import { missingPatterns } from "./template-file-missing.ts";
import { refusedTemplateFiles, templateDefinitions, templateFiles } from "./template-files.ts";

const placeOf = ({ template, use }: UndefinedCall, examined: Examined): Place => {
  const file = templateFiles(examined).find(({ name }) => name === use.source);
  return (
    file?.placeAt(use.span.from) ?? template.text.placeAt(use.source === "" ? use.span.from : 0)
  );
};

/** A notification that comes to the call and fails; undefined where none of the samples does. */
const exampleOf = (
  { recipient, integration, template }: UndefinedCall,
  examined: Examined,
): Counterexample | undefined => {
  const { text } = template.text;
  for (const group of groupsToldTo(recipient, integration)) {
    const rendered = renderMessage(text, {
      data: group.data,
      definitions: templateDefinitions(examined),
      version: examined.settings.alertmanagerVersion,
      now: SAMPLE_TIME,
      isHtml: isHtmlField(integration, template.field),
    });
    if ("error" in rendered) return messageExample(text, group.data, rendered);
  }
  return undefined;
};

const discovery = (call: UndefinedCall, examined: Examined): Discovery => {
  const { recipient, use } = call;
  const counterexample = exampleOf(call, examined);
  const suggestion = suggestionFor(use.name, [...templateDefinitions(examined).keys()]);
  const when = counterexample === undefined ? "when it comes to that" : "every time";
  return {
    place: placeOf(call, examined),
    subject: recipient.receiver.name.text,
    severity: counterexample === undefined ? "warning" : "error",
    message: `no template is called "${use.name}": Alertmanager loads this and drops the notification ${when}`,
    help:
      suggestion === undefined
        ? "define it in a template file that `templates` takes, or write the text here"
        : `write {{ template ${JSON.stringify(suggestion)} . }}, or define the template in a file that \`templates\` takes`,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

/** Whether a file that cannot be read, of which template-file-refused tells, seems to define it. */
const isInRefusedFile = ({ use }: UndefinedCall, examined: Examined): boolean =>
  refusedTemplateFiles(examined).some(({ file }) => file.text.includes(JSON.stringify(use.name)));

const find = function* (examined: Examined): Iterable<Discovery> {
  const told = new Set<string>();
  for (const call of undefinedCalls(examined)) {
    // It may be defined in a file that was not given, of which template-file-missing tells.
    if (missingPatterns(call.recipient.routing, examined).length > 0) continue;
    if (isInRefusedFile(call, examined)) continue;
    const { file, line, column } = placeOf(call, examined);
    const key = `${file}:${line}:${column}`;
    if (told.has(key)) continue;
    told.add(key);
    yield discovery(call, examined);
  }
};

export const templateUndefined: Check = {
  name: "template-undefined",
  severity: "error",
  title: "A message that uses a template which nobody defines",
  find,
};
