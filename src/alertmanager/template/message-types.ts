import type { Instant } from "../../lib/clock.ts";
import { timeOfMs, ZERO_TIME } from "../../lib/go-template/time/go-time.ts";
import { goTime, TIME } from "../../lib/go-template/time/time-values.ts";
import { compareTexts } from "../../lib/go-template/value/byte-text.ts";
import {
  type GoMethod,
  type GoType,
  namedType,
  STRING,
  STRING_MAP,
  STRINGS,
  sliceOf,
  structType,
} from "../../lib/go-template/value/go-type.ts";
import {
  type GoValue,
  goMap,
  goSlice,
  goString,
  goStringMap,
  goStrings,
  goStruct,
  type TypedValue,
} from "../../lib/go-template/value/go-value.ts";
import type { AlertmanagerVersion } from "../version.ts";
import type { AlertData, MessageData } from "./message-data.ts";

const PAIR = structType("template.Pair", () => ({ fields: { Name: STRING, Value: STRING } }));

const getter = (call: (receiver: GoValue) => GoValue): GoMethod => ({ parameters: [], call });

type Named = readonly [name: string, value: string];

const namedTexts = (pairs: GoValue): readonly Named[] => {
  if (pairs.kind !== "slice") return [];
  return pairs.items.map((pair) => [fieldText(pair, "Name"), fieldText(pair, "Value")]);
};

const fieldText = (value: GoValue, name: string): string => {
  const field = value.kind === "struct" ? value.fields.get(name) : undefined;
  return field?.kind === "string" ? field.text : "";
};

const pairsText = (named: readonly Named[]): string =>
  named.map(([name, value]) => `${name}=${value}`).join(", ");

/** The pairs of a KV by name, the alert's name first. */
const sortedPairs = (value: GoValue): readonly Named[] => {
  if (value.kind !== "map") return [];
  const rank = (name: string) => (name === "alertname" ? 0 : 1);
  return [...value.entries]
    .map(([name, text]): Named => [name, text.kind === "string" ? text.text : ""])
    .sort(([a], [b]) => rank(a) - rank(b) || compareTexts(a, b));
};

const withoutNames = (value: GoValue, names: GoValue | undefined, type: GoType): GoValue => {
  if (value.kind !== "map") return goMap([], type);
  const removed = new Set(
    names?.kind === "slice"
      ? names.items.map((item) => (item.kind === "string" ? item.text : ""))
      : [],
  );
  return goMap(
    value.entries.entries().filter(([name]) => !removed.has(name)),
    type,
  );
};

const firingOrResolved = (status: AlertData["status"], element: GoType): GoMethod => {
  const type = sliceOf(element);
  return getter((value) =>
    goSlice(
      value.kind === "slice"
        ? value.items.filter((alert) => fieldText(alert, "Status") === status)
        : [],
      type,
    ),
  );
};

/** Alertmanager's types, which templates tell apart by their fields and methods. */
const typesOf = (version: AlertmanagerVersion) => {
  // Version 0.25 has no String methods on pairs and KVs, which print as Go prints maps.
  const hasText = version === "current";
  const pairs = namedType("template.Pairs", sliceOf(PAIR), () => ({
    methods: {
      Names: getter((value) => goStrings(namedTexts(value).map(([name]) => name))),
      Values: getter((value) => goStrings(namedTexts(value).map(([, text]) => text))),
      ...(hasText ? { String: getter((value) => goString(pairsText(namedTexts(value)))) } : {}),
    },
  }));
  const pairValue = ([name, value]: Named): GoValue =>
    goStruct(PAIR, { Name: goString(name), Value: goString(value) });
  const kv = namedType("template.KV", STRING_MAP, (self) => ({
    methods: {
      SortedPairs: getter((value) => goSlice(sortedPairs(value).map(pairValue), pairs)),
      Remove: { parameters: [STRINGS], call: (value, [names]) => withoutNames(value, names, self) },
      Names: getter((value) => goStrings(sortedPairs(value).map(([name]) => name))),
      Values: getter((value) => goStrings(sortedPairs(value).map(([, text]) => text))),
      ...(hasText ? { String: getter((value) => goString(pairsText(sortedPairs(value)))) } : {}),
    },
  }));
  const alert = structType("template.Alert", () => ({
    fields: {
      Status: STRING,
      Labels: kv,
      Annotations: kv,
      StartsAt: TIME,
      EndsAt: TIME,
      GeneratorURL: STRING,
      Fingerprint: STRING,
    },
  }));
  const alerts = namedType("template.Alerts", sliceOf(alert), () => ({
    methods: {
      Firing: firingOrResolved("firing", alert),
      Resolved: firingOrResolved("resolved", alert),
    },
  }));
  const data = structType("template.Data", () => ({
    fields: {
      Receiver: STRING,
      Status: STRING,
      Alerts: alerts,
      GroupLabels: kv,
      CommonLabels: kv,
      CommonAnnotations: kv,
      ExternalURL: STRING,
    },
  }));
  return { kv, alert, alerts, data };
};

type MessageTypes = ReturnType<typeof typesOf>;

const TYPES: Readonly<Record<AlertmanagerVersion, MessageTypes>> = {
  "0.25": typesOf("0.25"),
  current: typesOf("current"),
};

const timeValue = (at: Instant | undefined): GoValue =>
  goTime(at === undefined ? ZERO_TIME : timeOfMs(at));

const alertValue = (alert: AlertData, types: MessageTypes): GoValue =>
  goStruct(types.alert, {
    Status: goString(alert.status),
    Labels: goStringMap(alert.labels, types.kv),
    Annotations: goStringMap(alert.annotations, types.kv),
    StartsAt: timeValue(alert.startsAt),
    EndsAt: timeValue(alert.endsAt),
    GeneratorURL: goString(alert.generatorUrl),
    Fingerprint: goString(alert.fingerprint),
  });

/** The data as a Go value of the type template.Data. */
export const messageValue = (data: MessageData, version: AlertmanagerVersion): TypedValue => {
  const types = TYPES[version];
  return goStruct(types.data, {
    Receiver: goString(data.receiver),
    Status: goString(data.status),
    Alerts: goSlice(
      data.alerts.map((alert) => alertValue(alert, types)),
      types.alerts,
    ),
    GroupLabels: goStringMap(data.groupLabels, types.kv),
    CommonLabels: goStringMap(data.commonLabels, types.kv),
    CommonAnnotations: goStringMap(data.commonAnnotations, types.kv),
    ExternalURL: goString(data.externalUrl),
  });
};
