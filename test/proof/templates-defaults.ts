import { once } from "node:events";
import { createServer } from "node:http";
import * as z from "zod";
import type { MessageData } from "../../src/alertmanager/template/message-data.ts";
import {
  DEFAULT_DEFINITIONS,
  renderMessage,
} from "../../src/alertmanager/template/render-message.ts";
import { portOf, startSmtpServer } from "../fakes/smtp-server.ts";
import { eventually } from "../running-server.ts";
import { startAlertmanagerProcess } from "./alertmanager-process.ts";

const labels = z.record(z.string(), z.string());

/** What Alertmanager posts to a webhook: the data of its templates. */
const webhookSchema = z.object({
  receiver: z.string(),
  status: z.enum(["firing", "resolved"]),
  alerts: z.array(
    z.object({
      status: z.enum(["firing", "resolved"]),
      labels,
      annotations: labels,
      startsAt: z.string(),
      endsAt: z.string(),
      generatorURL: z.string(),
      fingerprint: z.string(),
    }),
  ),
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: z.string(),
});

const slackSchema = z.object({
  attachments: z.array(
    z.object({ fields: z.array(z.object({ title: z.string(), value: z.string().default("") })) }),
  ),
});

const dataOf = (body: unknown): MessageData => {
  const { externalURL, alerts, ...rest } = webhookSchema.parse(body);
  return {
    ...rest,
    externalUrl: externalURL,
    alerts: alerts.map(({ generatorURL, startsAt, endsAt, ...alert }) => ({
      ...alert,
      startsAt: Date.parse(startsAt),
      endsAt: Date.parse(endsAt),
      generatorUrl: generatorURL,
    })),
  };
};

/** The definitions of text; the one of HTML is compared through a mail. */
const names = [...DEFAULT_DEFINITIONS["0.25"].keys()].filter(
  (name) =>
    /^[a-z]+\.default\.|^__(?:alertmanager|subject|description)/.test(name) &&
    name !== "email.default.html" &&
    name !== "pagerduty.default.instances",
);
const HTML_NAME = "email.default.html";

const configOf = (httpPort: number, mailPort: number): string =>
  JSON.stringify({
    route: {
      receiver: "team.web (all)",
      group_by: ["alertname"],
      group_wait: "1ms",
      group_interval: "1s",
      repeat_interval: "1h",
    },
    receivers: [
      {
        name: "team.web (all)",
        webhook_configs: [{ url: `http://127.0.0.1:${httpPort}/webhook` }],
        slack_configs: [
          {
            api_url: `http://127.0.0.1:${httpPort}/slack`,
            send_resolved: true,
            channel: "#x",
            fields: names.map((name) => ({ title: name, value: `{{ template "${name}" . }}` })),
          },
        ],
        email_configs: [
          {
            to: "a@example.org",
            from: "b@example.org",
            smarthost: `127.0.0.1:${mailPort}`,
            require_tls: false,
            send_resolved: true,
          },
        ],
      },
    ],
  });

export type DefaultDisagreement = {
  readonly definition: string;
  readonly status: string;
  readonly theirs: string;
  readonly ours: string;
};

type Sent = { readonly webhook: unknown[]; readonly slack: unknown[] };

const startSink = async (sent: Sent) => {
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => {
      body += text;
    });
    request.on("end", () => {
      (request.url === "/slack" ? sent.slack : sent.webhook).push(JSON.parse(body));
      response.end("ok");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
};

const postAlerts = async (url: string, alerts: readonly unknown[]): Promise<void> => {
  const response = await fetch(`${url}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(alerts),
  });
  if (!response.ok) throw new Error(`Alertmanager refused the alerts: ${await response.text()}`);
};

const alertOf = (zone: string, isResolved: boolean) => ({
  labels: { alertname: "Down", severity: "critical", zone },
  annotations: { summary: `zone <${zone}> & "more" is down`, runbook: "https://example.org/a?b=c" },
  startsAt: "2026-01-05T10:00:00Z",
  endsAt: isResolved ? "2026-01-05T11:00:00Z" : "2096-01-05T11:00:00Z",
  generatorURL: "http://prometheus.example:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
});

const STAGES = [
  [alertOf("a", false)],
  [alertOf("a", false), alertOf("b", true), alertOf("c", false)],
  [alertOf("a", true), alertOf("b", true), alertOf("c", true)],
] as const;

const rendered = (name: string, data: MessageData): string => {
  const result = renderMessage(`{{ template "${name}" . }}`, {
    data,
    definitions: DEFAULT_DEFINITIONS["0.25"],
    version: "0.25",
    now: 0,
    isHtml: name === HTML_NAME,
  });
  return "error" in result ? result.error.message : result.output;
};

const compare = (
  data: MessageData,
  slack: unknown,
  html: string,
): readonly DefaultDisagreement[] => {
  const fields = slackSchema.parse(slack).attachments[0]?.fields ?? [];
  const theirs = [
    ...fields.map(({ title, value }) => [title, value] as const),
    [HTML_NAME, html] as const,
  ];
  return theirs
    .map(([definition, text]) => ({
      definition,
      status: data.status,
      theirs: text,
      ours: rendered(definition, data),
    }))
    .filter((pair) => pair.theirs !== pair.ours);
};

/** Alertmanager's own definitions in one real Alertmanager and in ours: one alert, a mixed group, a resolved one. */
export const compareDefaults = async (): Promise<{
  readonly compared: number;
  readonly disagreements: readonly DefaultDisagreement[];
}> => {
  const sent: Sent = { webhook: [], slack: [] };
  const sink = await startSink(sent);
  const mail = await startSmtpServer();
  const alertmanager = await startAlertmanagerProcess(configOf(portOf(sink.address()), mail.port));
  const disagreements: DefaultDisagreement[] = [];
  try {
    for (const [index, stage] of STAGES.entries()) {
      await postAlerts(alertmanager.url, stage);
      await eventually(
        () => Math.min(sent.webhook.length, sent.slack.length, mail.received.length) > index,
      );
      const html = mail.received[index]?.mail.html;
      const text = typeof html === "string" ? html.replaceAll("\r\n", "\n") : "";
      disagreements.push(...compare(dataOf(sent.webhook[index]), sent.slack[index], text));
    }
  } finally {
    await alertmanager.stop();
    await mail.close();
    sink.close();
    sink.closeAllConnections();
  }
  return { compared: STAGES.length * (names.length + 1), disagreements };
};
