import type { Integration, ReceiverTemplate } from "../../../alertmanager/config/config.ts";
import { messageUses } from "../../../alertmanager/template/message-uses.ts";
import { renderMessage } from "../../../alertmanager/template/render-message.ts";
import type { ExecutionProblem } from "../../../lib/go-template/template-error.ts";
import type { Place } from "../../../lib/source.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { listText } from "../routes/route-text.ts";
import { messageExample } from "./message-example.ts";
import { isHtmlField } from "./receiver-texts.ts";
import { groupsToldTo, type Recipient, recipientsOf, type SampleGroup } from "./recipients.ts";
import { SAMPLE_TIME } from "./sample-alerts.ts";
import { templateDefinitions, templateFiles } from "./template-files.ts";

type Text = {
  readonly recipient: Recipient;
  readonly integration: Integration;
  readonly template: ReceiverTemplate;
  readonly examined: Examined;
};

type Failure = { readonly error: ExecutionProblem; readonly group: SampleGroup };

/** Of templates that nobody defines other checks tell, and of what is unsupported here nothing is known. */
const isOurs = ({ message }: ExecutionProblem): boolean =>
  !message.includes("unsupported:") &&
  !/\btemplate ".*" not defined|no such template/.test(message);

const failureOf = ({ recipient, integration, template, examined }: Text): Failure | undefined => {
  const { text } = template.text;
  if (!text.includes("{{")) return undefined;
  for (const group of groupsToldTo(recipient, integration)) {
    const rendered = renderMessage(text, {
      data: group.data,
      definitions: templateDefinitions(examined),
      version: examined.settings.alertmanagerVersion,
      now: SAMPLE_TIME,
      isHtml: isHtmlField(integration, template.field),
    });
    if ("error" in rendered && isOurs(rendered.error)) return { error: rendered.error, group };
  }
  return undefined;
};

/** The call through which the text gets to a definition of Alertmanager's own. */
const callTo = ({ template, examined }: Text, definition: string): number => {
  const version = examined.settings.alertmanagerVersion;
  const definitions = templateDefinitions(examined);
  const callsOf = (text: string) => {
    const uses = messageUses(text, definitions, version);
    return "error" in uses ? [] : uses.templates;
  };
  const call = callsOf(template.text.text)
    .filter(({ source }) => source === "")
    .find(
      ({ name }) =>
        name === definition ||
        callsOf(`{{ template ${JSON.stringify(name)} . }}`).some((one) => one.name === definition),
    );
  return call?.span.from ?? 0;
};

/** Where what could not be evaluated begins: Go points at the last part of it. */
const startOf = (text: string, { message, offset }: ExecutionProblem): number => {
  const written = /at <(.+?)>: /.exec(message)?.[1];
  const start = written === undefined ? -1 : text.lastIndexOf(written, offset);
  return start >= 0 && offset - start < (written?.length ?? 0) ? start : offset;
};

const placeOf = (text: Text, error: ExecutionProblem): Place => {
  const own = text.template.text;
  if (error.source === "") return own.placeAt(startOf(own.text, error));
  const file = templateFiles(text.examined).find(({ name }) => name === error.source);
  return file?.placeAt(startOf(file.text, error)) ?? own.placeAt(callTo(text, error.template));
};

/** Fields of one alert that texts ask of the whole group, and what the group has in their place. */
const COMMON: Readonly<Record<string, string>> = {
  Annotations: "CommonAnnotations",
  Labels: "CommonLabels",
};
const ALERT_FIELDS = new Set(["StartsAt", "EndsAt", "GeneratorURL", "Fingerprint"]);

const missingField = (message: string): string | undefined =>
  /can't evaluate field (\w+) in type /.exec(message)?.[1];

const helpOf = ({ message }: ExecutionProblem): string => {
  const field = message.includes("in type *template.Data") ? missingField(message) : undefined;
  const common = field !== undefined && Object.hasOwn(COMMON, field) ? COMMON[field] : undefined;
  const written = /at <\$?\.?(\.[\w.]+)>/.exec(message)?.[1] ?? `.${field}`;
  if (field !== undefined && common !== undefined) {
    return `write ${written.replace(field, common)}, or go through the alerts: {{ range .Alerts }}{{ ${written} }}{{ end }}`;
  }
  if (field !== undefined && ALERT_FIELDS.has(field)) {
    return `go through the alerts: {{ range .Alerts }}{{ ${written} }}{{ end }}`;
  }
  if (message.includes("out of range")) {
    return "go through the alerts with {{ range .Alerts }}, which does nothing where there is none";
  }
  return "mend the template; `amtool template render` executes it";
};

/** Go's message without the position in a template of which nobody has heard. */
const reasonOf = ({ message }: ExecutionProblem): string => {
  const field = missingField(message);
  if (field !== undefined && message.includes("in type *template.Data")) {
    return `a notification is about a group and has no field ${field}; each of its alerts may have one`;
  }
  return message.replace(/^.*?: (?=executing)/, "").replace(/^template: :(?:\d+:)*\s*/, "");
};

/** Notifiers that say of a failed text that it may be tried again, until the time for the notification is over. */
const TRYING_AGAIN = new Set(["sns"]);

const lossText = ({ recipient, integration }: Text, { group }: Failure): string => {
  const { receiver, alerts } = recipient;
  const through = `through ${integration.kind} of "${receiver.name.text}"`;
  const first = groupsToldTo(recipient, integration)[0];
  const when =
    group === first || group.name === first?.name ? "" : `\nso it is with ${group.name} in a group`;
  const again = TRYING_AGAIN.has(integration.kind) ? "" : " without trying again";
  const whom =
    alerts.length === 0
      ? `no alert of this set goes there, but none could be told ${through}`
      : `${listText(alerts)} ${when === "" ? "" : "then "}cannot be told ${through}`;
  return `Alertmanager drops the notification${again}: ${whom}${when}`;
};

const discovery = (text: Text, failure: Failure): Discovery => {
  const { recipient, template, examined } = text;
  const isReached = recipient.alerts.length > 0 || examined.alerts.length === 0;
  return {
    place: placeOf(text, failure.error),
    subject: recipient.receiver.name.text,
    severity: isReached ? "error" : "warning",
    message: `${template.field} cannot be written: ${reasonOf(failure.error)}\n${lossText(text, failure)}`,
    help: helpOf(failure.error),
    counterexample: messageExample(template.text.text, failure.group.data, failure),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const told = new Set<string>();
  for (const recipient of recipientsOf(examined)) {
    for (const integration of recipient.receiver.integrations) {
      for (const template of integration.templates) {
        const text = { recipient, integration, template, examined };
        const failure = failureOf(text);
        if (failure === undefined) continue;
        const found = discovery(text, failure);
        const key = `${found.place.file}:${found.place.line}:${found.place.column}`;
        if (!told.has(key)) yield found;
        told.add(key);
      }
    }
  }
};

export const messageFails: Check = {
  name: "message-fails",
  severity: "error",
  title: "A message that Alertmanager cannot write, so that its alerts are lost",
  find,
};
