import { isNeverPresent } from "../../../labels/symbolic-labels.ts";
import type { LocatedText } from "../../../lib/source.ts";
import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";

/** From this share on, alerts without an owner are those that were forgotten. */
const MOST = 0.75;
const ENOUGH_ALERTS = 4;

const ownerOf = ({ rule, group }: ExaminedAlert, label: string): LocatedText | undefined =>
  [...rule.labels, ...group.labels].find(({ name }) => name.text === label)?.value;

const strange = (
  alert: ExaminedAlert,
  owner: LocatedText,
  owners: readonly string[],
): Discovery => {
  const near = suggestionFor(owner.text, owners);
  return {
    place: owner.placeAt(0),
    subject: alert.rule.name.text,
    message: `nobody is called "${owner.text}": when ${alert.rule.name.text} fires, it is not known who answers`,
    help: near === undefined ? `use one of ${owners.join(", ")}` : `did you mean ${near}?`,
  };
};

const without = (alert: ExaminedAlert, label: string): Discovery => {
  const isCertain = alert.arriving().every((labels) => isNeverPresent(labels, label));
  return {
    place: alert.rule.name.placeAt(0),
    subject: alert.rule.name.text,
    severity: isCertain ? "warning" : "info",
    message: isCertain
      ? `${alert.rule.name.text} has no label ${label}, as the other alerts have: nobody answers for it`
      : `${alert.rule.name.text} gives no label ${label}, as the other alerts do, and has an owner only if its series name one`,
    help: `add the label ${label}`,
  };
};

const find = function* ({ alerts, settings, prometheus }: Examined): Iterable<Discovery> {
  const { ownerLabel, owners } = settings;
  const isExternal = prometheus?.externalLabels.some(({ name }) => name.text === ownerLabel);
  const owned = alerts.map((alert) => ({ alert, owner: ownerOf(alert, ownerLabel) }));
  const named = owned.filter(({ owner }) => owner !== undefined).length;
  const isUsual = alerts.length >= ENOUGH_ALERTS && named >= MOST * alerts.length;
  const isWanted = isExternal !== true && (isUsual || owners !== undefined);
  for (const { alert, owner } of owned) {
    if (owner === undefined || owner.text === "") {
      if (isWanted) yield without(alert, ownerLabel);
    } else if (owners !== undefined && !owner.text.includes("{{") && !owners.includes(owner.text)) {
      yield strange(alert, owner, owners);
    }
  }
};

export const ownerUnknown: Check = {
  name: "owner-unknown",
  severity: "warning",
  title: "An alert that nobody answers for, or somebody whom nobody knows",
  find,
};
