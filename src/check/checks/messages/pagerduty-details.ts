import type { Integration } from "../../../alertmanager/config/config.ts";
import { messageUses } from "../../../alertmanager/template/message-uses.ts";
import { renderMessage } from "../../../alertmanager/template/render-message.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { messageExample } from "./message-example.ts";
import { effectiveTexts } from "./receiver-texts.ts";
import { type Recipient, recipientsOf } from "./recipients.ts";
import { SAMPLE_TIME } from "./sample-alerts.ts";
import { templateDefinitions } from "./template-files.ts";

/** Fields of an alert that say when or where, not what it is about. */
const TELLING_NOTHING = new Set(["Status", "StartsAt", "EndsAt"]);

/** All of a group's labels or annotations, rather than one by its name. */
const ALL_OF_GROUP = new Set(["CommonLabels", "CommonAnnotations"]);
const ALL_METHODS = new Set(["SortedPairs", "Values", "Remove"]);

/** Whether something tells one alert from another: fields of each, or all that they share. */
const tellsApart = (path: readonly string[], through: readonly { readonly name: string }[]) => {
  const [first = "", second, third] = path;
  if (through.some(({ name }) => name === "len")) return false;
  if (first === "Alerts") {
    return second === undefined || (third !== undefined && !TELLING_NOTHING.has(third));
  }
  const isWhole = second === undefined || ALL_METHODS.has(second);
  return ALL_OF_GROUP.has(first) && isWhole;
};

const listsAlerts = (integration: Integration, examined: Examined): boolean => {
  const version = examined.settings.alertmanagerVersion;
  const definitions = templateDefinitions(examined);
  return effectiveTexts(integration, version).some(({ field, text }) => {
    // While an alert fires, it is not among these.
    if (field === "details.resolved") return false;
    const uses = messageUses(text, definitions, version);
    return (
      "error" in uses ||
      uses.templates.some(({ isDefined }) => !isDefined) ||
      uses.values.some(
        ({ path, through, role }) =>
          (role === "printed" || role === "assigned") && tellsApart(path, through),
      )
    );
  });
};

const exampleOf = (
  recipient: Recipient,
  text: string,
  examined: Examined,
): Counterexample | undefined => {
  const groups = recipient.groups();
  const group = groups.find(({ name }) => name === "several alerts") ?? groups[0];
  if (group === undefined) return undefined;
  const rendered = renderMessage(text, {
    data: group.data,
    definitions: templateDefinitions(examined),
    version: examined.settings.alertmanagerVersion,
    now: SAMPLE_TIME,
  });
  return "error" in rendered ? undefined : messageExample(text, group.data, rendered);
};

const discovery = (
  recipient: Recipient,
  integration: Integration,
  examined: Examined,
): Discovery | undefined => {
  const detail = integration.templates.find(({ field }) => field === "details.firing");
  if (detail === undefined || listsAlerts(integration, examined)) return undefined;
  const counterexample = exampleOf(recipient, detail.text.text, examined);
  const shown = counterexample?.kind === "render" ? counterexample.output?.trim() : undefined;
  return {
    place: detail.text.placeAt(0),
    subject: recipient.receiver.name.text,
    message: `details.firing replaces the list of alerts${shown === undefined || shown === "" ? "" : ` by "${shown}"`}, and nothing else of the page says which they are\nwho is woken sees neither instance nor any other label, and not what was written about each alert`,
    help: "leave `firing` out of details, and Alertmanager lists the labels and annotations of each alert; a count may have another name, and is there as `num_firing` already",
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const recipient of recipientsOf(examined)) {
    for (const integration of recipient.receiver.integrations) {
      if (integration.kind !== "pagerduty") continue;
      const found = discovery(recipient, integration, examined);
      if (found !== undefined) yield found;
    }
  }
};

export const pagerdutyDetails: Check = {
  name: "pagerduty-details",
  severity: "warning",
  title: "A page that does not say which alerts it is about",
  find,
};
