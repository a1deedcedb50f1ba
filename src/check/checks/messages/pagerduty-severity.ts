import type { Integration } from "../../../alertmanager/config/config.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { alertName, listText } from "../routes/route-text.ts";
import { messageExample } from "./message-example.ts";
import { groupsToldTo, type Recipient, recipientsOf } from "./recipients.ts";
import { outputFor } from "./text-uses.ts";

/** What PagerDuty takes (Events API v2, `payload.severity`). */
const SEVERITIES = new Set(["critical", "error", "warning", "info"]);

/** Only version 2 of the API knows severities, and Alertmanager speaks it when it has a routing key. */
const hasSeverity = ({ kind, node }: Integration): boolean =>
  kind === "pagerduty" &&
  ["routing_key", "routing_key_file"].some((field) => fieldOf(node, field) !== undefined);

const byDefault = (
  { receiver, rules }: Recipient,
  { place }: Integration,
): Discovery | undefined => {
  const urgent = rules.filter((alert) => alert.urgency() === 0).map(alertName);
  if (urgent.length === 0) return undefined;
  return {
    place,
    subject: receiver.name.text,
    message: `PagerDuty is told that ${listText([...new Set(urgent)])} ${urgent.length === 1 ? "is" : "are"} of severity "error": so it is where no severity is given, also for what is as urgent as can be`,
    help: "write severity: '{{ if eq .CommonLabels.severity \"critical\" }}critical{{ else }}error{{ end }}'",
  };
};

/** A notification whose severity PagerDuty does not take. */
const refused = (
  recipient: Recipient,
  integration: Integration,
  examined: Examined,
): Discovery | undefined => {
  const template = integration.templates.find(({ field }) => field === "severity");
  if (template === undefined) return undefined;
  for (const group of groupsToldTo(recipient, integration)) {
    const output = outputFor({ integration, template }, group, examined);
    if (output === undefined || SEVERITIES.has(output)) continue;
    return {
      place: template.text.placeAt(0),
      subject: recipient.receiver.name.text,
      severity: "warning",
      message: `severity becomes "${output}" for ${group.name}, which PagerDuty refuses: nobody is paged\nit takes critical, error, warning and info`,
      help: "leave no other way: '{{ if eq .CommonLabels.severity \"critical\" }}critical{{ else }}error{{ end }}'",
      counterexample: messageExample(template.text.text, group.data, { output }),
    };
  }
  return undefined;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const recipient of recipientsOf(examined)) {
    for (const integration of recipient.receiver.integrations) {
      if (!hasSeverity(integration)) continue;
      const found =
        fieldOf(integration.node, "severity") === undefined
          ? byDefault(recipient, integration)
          : recipient.rules.length > 0 && refused(recipient, integration, examined);
      if (found) yield found;
    }
  }
};

export const pagerdutySeverity: Check = {
  name: "pagerduty-severity",
  severity: "info",
  title: "A severity that PagerDuty takes for less than it is, or refuses",
  find,
};
