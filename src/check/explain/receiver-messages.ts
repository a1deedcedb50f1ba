import type { Integration, Receiver } from "../../alertmanager/config/config.ts";
import { defaultTemplatesOf } from "../../alertmanager/config/integrations/integration-types.ts";
import { type MessageData, messageData } from "../../alertmanager/template/message-data.ts";
import { messageDefinitions } from "../../alertmanager/template/message-definitions.ts";
import {
  type MessageRendering,
  renderMessage,
} from "../../alertmanager/template/render-message.ts";
import type { AlertmanagerVersion } from "../../alertmanager/version.ts";
import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import { isTocsin } from "../checks/routes/pagers.ts";
import type { TemplateFile } from "../evidence/evidence.ts";
import type { ExampleAlert, IntegrationExplanation } from "./explanation.ts";

/** Addresses and credentials: no part of what is read, and nothing to be shown. */
const NOT_SHOWN = /(?:^|\.)(?:\w*(?:key|token|secret|password)|api_url|webhook_url|url)$/;
const ALERTMANAGER_URL = "http://alertmanager.example.com";
const PROMETHEUS_URL = "http://prometheus.example.com/graph?g0.expr=…";

export type MessageOf = {
  readonly example: ExampleAlert;
  readonly groupLabels: Labels;
  readonly receiver: string;
  readonly startsAt: Instant;
  readonly now: Instant;
};

/** What templates are given for the alert by itself. */
export const messageDataOf = ({
  example,
  groupLabels,
  receiver,
  startsAt,
  now,
}: MessageOf): MessageData =>
  messageData({
    alerts: [
      {
        labels: example.labels,
        annotations: Object.fromEntries(example.annotations.map(({ name, text }) => [name, text])),
        startsAt,
        endsAt: undefined,
        generatorUrl: PROMETHEUS_URL,
      },
    ],
    groupLabels,
    receiver,
    externalUrl: ALERTMANAGER_URL,
    now,
  });

type Text = { readonly field: string; readonly text: string; readonly isDefault: boolean };

/** Texts as written, and the defaults of fields that are not. */
const textsOf = ({ kind, templates }: Integration, version: AlertmanagerVersion): Text[] => {
  const written = templates.map(({ field, text }) => ({
    field,
    text: text.text,
    isDefault: false,
  }));
  const names = new Set(written.map(({ field }) => field));
  const defaults = Object.entries(defaultTemplatesOf(kind, version))
    .filter(([field]) => !names.has(field))
    .map(([field, text]) => ({ field, text, isDefault: true }));
  return [...written, ...defaults].filter(
    ({ field, text }) => text !== "" && !NOT_SHOWN.test(field),
  );
};

/** Definitions of the template files that were given, over Alertmanager's own. */
export const definitionsOf = (
  files: readonly TemplateFile[],
  version: AlertmanagerVersion,
): MessageRendering["definitions"] => messageDefinitions(files, version).definitions;

/** How each integration of the receiver tells of the alert, errors in place of what cannot be rendered. */
export const integrationsOf = (
  receiver: Receiver | undefined,
  rendering: MessageRendering,
): IntegrationExplanation[] =>
  (receiver?.integrations ?? []).map((integration) => ({
    kind: integration.kind,
    sendsResolved: integration.sendResolved,
    isTocsin: isTocsin(integration),
    texts: textsOf(integration, rendering.version).map(({ field, text, isDefault }) => {
      const isHtml = integration.kind === "email" && field === "html";
      const rendered = renderMessage(text, { ...rendering, isHtml });
      return "error" in rendered
        ? { name: field, text: "", error: rendered.error.message, isDefault }
        : { name: field, text: rendered.output, error: null, isDefault };
    }),
  }));
