import type { Integration } from "../../../alertmanager/config/config.ts";
import { renderMessage } from "../../../alertmanager/template/render-message.ts";
import type { LocatedText } from "../../../lib/source.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { messageExample } from "./message-example.ts";
import { effectiveTexts, isHtmlField } from "./receiver-texts.ts";
import { type Recipient, recipientsOf, type SampleGroup } from "./recipients.ts";
import { SAMPLE_TIME } from "./sample-alerts.ts";
import { templateDefinitions } from "./template-files.ts";

/** Where nothing but the texts says whether the alerts fire or are resolved. */
const TEXT_ONLY = new Set([
  ...["slack", "email", "telegram", "discord", "webex", "sns", "wechat", "rocketchat"],
  ...["mattermost", "pushover"],
]);

/** Words and values for green, which nobody takes for an alarm. */
const CALM = /^(?:good|green|#(?:36a64f|2eb886|00ff00|0f0|008000))$/i;

type Question = { readonly recipient: Recipient; readonly integration: Integration };

const fixedColour = ({ templates }: Integration): LocatedText | undefined => {
  const colour = templates.find(({ field }) => field === "color")?.text;
  if (colour === undefined || colour.text.includes("{{")) return undefined;
  return CALM.test(colour.text.trim()) ? undefined : colour;
};

const writtenFor = (
  { integration }: Question,
  group: SampleGroup,
  examined: Examined,
): string | undefined => {
  const version = examined.settings.alertmanagerVersion;
  const outputs: string[] = [];
  for (const { field, text } of effectiveTexts(integration, version)) {
    const rendered = renderMessage(text, {
      data: group.data,
      definitions: templateDefinitions(examined),
      version,
      now: SAMPLE_TIME,
      isHtml: isHtmlField(integration, field),
    });
    if ("error" in rendered) return undefined;
    outputs.push(rendered.output);
  }
  return outputs.join("\0");
};

/** Whether the same alert reads the same when it is over. */
const readsAlike = (question: Question, examined: Examined): boolean => {
  if (!TEXT_ONLY.has(question.integration.kind)) return false;
  const groups = question.recipient.groups();
  const firing = groups.find(({ name }) => name === "one alert");
  const resolved = groups.find(({ name }) => name === "one resolved alert");
  if (firing === undefined || resolved === undefined) return false;
  const written = writtenFor(question, firing, examined);
  return written !== undefined && written === writtenFor(question, resolved, examined);
};

const colourHarm = (sendResolved: boolean, isAlike: boolean): string => {
  if (!sendResolved) return "once resolved alerts are sent, they have the colour of the alarm too";
  const how = isAlike ? "looks exactly like the alarm" : "has the colour of the alarm";
  return `a message that all is well again ${how}`;
};

const ofColour = (
  { recipient, integration: { sendResolved } }: Question,
  colour: LocatedText,
  isAlike: boolean,
): Discovery => {
  const resolved = recipient.groups().find(({ name }) => name === "one resolved alert");
  const { text } = colour;
  return {
    place: colour.placeAt(0),
    subject: recipient.receiver.name.text,
    severity: isAlike ? "warning" : "info",
    message: `the colour is always "${text}": ${colourHarm(sendResolved, isAlike)}`,
    help: `write color: '{{ if eq .Status "firing" }}${text}{{ else }}good{{ end }}'`,
    ...(resolved === undefined
      ? {}
      : { counterexample: messageExample(text, resolved.data, { output: text }) }),
  };
};

const ofTexts = ({ recipient, integration }: Question): Discovery => ({
  place: integration.place,
  subject: recipient.receiver.name.text,
  severity: "warning",
  message: `${integration.kind} of "${recipient.receiver.name.text}" writes the same when an alert fires and when it is over: nobody can tell which it is`,
  help: 'say it in a text: {{ .Status | toUpper }}, or {{ if eq .Status "firing" }}…{{ else }}…{{ end }}',
});

const findOf = (question: Question, examined: Examined): Discovery | undefined => {
  const { integration } = question;
  const colour = fixedColour(integration);
  if (colour === undefined && !integration.sendResolved) return undefined;
  const isAlike = integration.sendResolved && readsAlike(question, examined);
  if (colour !== undefined) return ofColour(question, colour, isAlike);
  return isAlike ? ofTexts(question) : undefined;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const recipient of recipientsOf(examined)) {
    for (const integration of recipient.receiver.integrations) {
      const found = findOf({ recipient, integration }, examined);
      if (found !== undefined) yield found;
    }
  }
};

export const colourSaysFiring: Check = {
  name: "colour-says-firing",
  severity: "info",
  title: "A message that looks like an alarm when the alarm is over",
  find,
};
