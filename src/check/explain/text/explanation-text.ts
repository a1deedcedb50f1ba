import { labelsText } from "../../../alertmanager/grouping/group.ts";
import type { Instant } from "../../../lib/clock.ts";
import type { AlertExplanation, AlertmanagerExplanation, Explanation } from "../explanation.ts";
import { momentText, nearMomentText } from "../moment-text.ts";
import { briefDeliveryRows, deliveryRows } from "./delivery-rows.ts";
import { escalationText } from "./escalation-text.ts";
import { mutingRows, silencesRow } from "./muting-rows.ts";
import { type Colours, printable, type Row, rowsText } from "./rows.ts";
import { annotationRows, exampleRow, ruleRows } from "./rule-rows.ts";

const headline = ({ alertname, severity, owner, example }: AlertExplanation): string => {
  const name = alertname ?? labelsText(example.labels);
  const facts = [
    severity ?? "no severity",
    owner === null ? "nobody owns it" : `owned by ${owner}`,
  ].join(", ");
  return printable(`${name}   ${facts}`);
};

const nowhere: Row = {
  label: "routed",
  paragraphs: [{ text: "not known without an Alertmanager configuration" }],
};

const fileRow = ({ file }: AlertmanagerExplanation): Row => ({
  label: "routes in",
  paragraphs: [{ text: file }],
});

type Asked = { readonly at: Instant; readonly zone: string };

const fullText = (alert: AlertExplanation, { at, zone }: Asked, colours: Colours): string => {
  const { alertmanagers, rule, notes } = alert;
  const parts = [
    rowsText(
      rule === null
        ? [exampleRow(alert)]
        : [...ruleRows(rule), exampleRow(alert), ...annotationRows(alert)],
      colours,
    ),
    ...(alertmanagers.length === 0 ? [rowsText([nowhere], colours)] : []),
    ...alertmanagers.flatMap((alertmanager) => [
      ...alertmanager.deliveries.map((delivery, index) =>
        rowsText(
          [...(index === 0 ? [fileRow(alertmanager)] : []), ...deliveryRows(delivery, zone)],
          colours,
        ),
      ),
      rowsText([...mutingRows(alertmanager), silencesRow(alert, zone)], colours),
      escalationText(alertmanager.escalation, { at, zone }, colours),
    ]),
    rowsText(
      [{ label: "note", paragraphs: notes.map((text) => ({ text, tone: "dim" as const })) }],
      colours,
    ),
  ];
  return parts.filter((part) => part !== "").join("\n");
};

const briefText = (alert: AlertExplanation, { zone }: Asked, colours: Colours): string =>
  rowsText(
    [
      ...(alert.rule === null ? [] : ruleRows(alert.rule)),
      exampleRow(alert),
      ...alert.alertmanagers.flatMap(({ deliveries }) =>
        deliveries.flatMap((delivery) => briefDeliveryRows(delivery, zone)),
      ),
    ],
    colours,
  );

/** A label that tells the alerts apart, as it is asked for. */
const telling = (alerts: readonly AlertExplanation[]): string => {
  const [first] = alerts;
  for (const [name, value] of Object.entries(first?.example.labels ?? {})) {
    const values = new Set(alerts.map(({ example }) => example.labels[name]));
    if (values.size === alerts.length) return `${name}=${value}`;
  }
  return "label=value";
};

/** The page for a person: one alert in full, or several in brief with how to ask for one of them. */
export const explanationText = ({ at, zone, alerts }: Explanation, colours: Colours): string => {
  const asked = { at: Date.parse(at), zone };
  const utc = zone === "UTC" ? "" : ` (${nearMomentText(asked.at, asked.at, "UTC")} UTC)`;
  const moment = colours.dim(`if it fires on ${momentText(asked.at, zone)} ${zone}${utc}`);
  const text = alerts.length === 1 ? fullText : briefText;
  const pages = alerts.map(
    (alert) => `${colours.bold(headline(alert))}\n${moment}\n\n${text(alert, asked, colours)}`,
  );
  const hint =
    alerts.length === 1
      ? []
      : [`${alerts.length} rules give this alert; add ${telling(alerts)} to see one in full\n`];
  return [...pages, ...hint].join("\n");
};
