import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { counted } from "./listed.ts";

const hasAnnotation = ({ rule }: ExaminedAlert, wanted: string): boolean =>
  rule.annotations.some(({ name, value }) => name.text === wanted && value.text.trim() !== "");

const missing = (alert: ExaminedAlert, annotation: string): Discovery => {
  const name = alert.rule.name.text;
  const isMute = alert.rule.annotations.length === 0;
  return {
    place: alert.rule.name.placeAt(0),
    subject: name,
    severity: isMute ? "warning" : "info",
    message: isMute
      ? `${name} has no annotations: its message says nothing but its labels`
      : `${name} has no annotation ${annotation}`,
    help: `add ${annotation}: what is wrong, in words that somebody understands who was asleep`,
  };
};

const none = (alerts: readonly ExaminedAlert[], annotation: string): Discovery[] => {
  const [first] = alerts;
  if (first === undefined) return [];
  return [
    {
      place: first.rule.name.placeAt(0),
      subject: first.document.file,
      severity: alerts.every(({ rule }) => rule.annotations.length === 0) ? "warning" : "info",
      message: `none of the ${counted(alerts.length, "alert")} of this file has an annotation ${annotation}`,
      help: "add it to each, or name the annotations that you use in requiredAnnotations of the settings",
    },
  ];
};

const find = function* ({ alerts, settings }: Examined): Iterable<Discovery> {
  for (const ofFile of Map.groupBy(alerts, ({ document }) => document).values()) {
    for (const annotation of settings.requiredAnnotations) {
      const without = ofFile.filter((alert) => !hasAnnotation(alert, annotation));
      const isNone = without.length === ofFile.length && ofFile.length > 1;
      yield* isNone
        ? none(without, annotation)
        : without.map((alert) => missing(alert, annotation));
    }
  }
};

export const annotationMissing: Check = {
  name: "annotation-missing",
  severity: "warning",
  title: "An alert without an annotation that every alert must have",
  find,
};
