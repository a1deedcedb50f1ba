import type { LocatedText } from "../../lib/source.ts";
import type { YamlMap, YamlNode } from "../../lib/yaml-node.ts";
import { isNull } from "../../lib/yaml-value.ts";
import type { ReceiverTemplate } from "./config.ts";
import {
  type Reading,
  readFields,
  readList,
  readMap,
  refuseDuplicates,
  report,
} from "./reading.ts";
import {
  checkGoDuration,
  checkHostPort,
  checkProxyUrl,
  checkSecretUrl,
  checkUrl,
  readBool,
  readDuration,
  readInteger,
  readText,
} from "./scalars.ts";
import type { Fields, ObjectType, Rule, ValueType } from "./schema.ts";

/** What a value is checked for: where in its integration it stands, and what is collected on the way. */
export type Check = {
  readonly reading: Reading;
  /** `details.runbook_url`; empty at the top. */
  readonly path: string;
  readonly global: YamlMap | undefined;
  readonly templates: ReceiverTemplate[];
};

const below = (check: Check, name: string): Check => ({
  ...check,
  path: check.path === "" ? name : `${check.path}.${name}`,
});

const collect = (check: Check, text: LocatedText | undefined): void => {
  if (text !== undefined && text.text !== "") check.templates.push({ field: check.path, text });
};

/** Every text within a value of any form. */
const collectAll = (check: Check, node: YamlNode): void => {
  if (node.kind === "scalar") {
    if (!isNull(node)) collect(check, node);
    return;
  }
  if (node.kind === "list") {
    for (const [index, item] of node.items.entries()) collectAll(below(check, `${index}`), item);
    return;
  }
  refuseDuplicates(check.reading, node, check.path);
  for (const { key, value } of node.entries) collectAll(below(check, key.text), value);
};

const checkTlsVersion = (check: Check, node: YamlNode): void => {
  const text = readText(check.reading, node, check.path);
  if (text === undefined || /^TLS1[0-3]$/.test(text.text)) return;
  report(check.reading, node.place, {
    rule: "bad-value",
    message: `${check.path} is "${text.text}", which is no version of TLS`,
    mend: "use one of TLS10, TLS11, TLS12, TLS13",
  });
};

const checkUnsigned = (check: Check, node: YamlNode): void => {
  const value = readInteger(check.reading, node, check.path);
  if (value === undefined || value >= 0) return;
  report(check.reading, node.place, {
    rule: "bad-value",
    message: `${check.path} is below zero`,
    mend: "write 0 or more",
  });
};

const checkTemplateUrl = (check: Check, node: YamlNode): void => {
  if (node.kind === "scalar" && (node.text === "" || node.text.includes("{{")))
    collect(check, node);
  else checkSecretUrl(check.reading, node, check.path);
};

const SCALARS: Readonly<
  Record<Extract<ValueType, string>, (check: Check, node: YamlNode) => void>
> = {
  text: (check, node) => void readText(check.reading, node, check.path),
  template: (check, node) => collect(check, readText(check.reading, node, check.path)),
  html: (check, node) => collect(check, readText(check.reading, node, check.path)),
  bool: (check, node) => void readBool(check.reading, node, check.path),
  integer: (check, node) => void readInteger(check.reading, node, check.path),
  unsigned: checkUnsigned,
  duration: (check, node) => void readDuration(check.reading, node, check.path),
  "go-duration": (check, node) => checkGoDuration(check.reading, node, check.path),
  url: (check, node) => checkUrl(check.reading, node, check.path),
  "proxy-url": (check, node) => checkProxyUrl(check.reading, node, check.path),
  "secret-url": (check, node) => checkSecretUrl(check.reading, node, check.path),
  "template-url": checkTemplateUrl,
  "host-port": (check, node) => checkHostPort(check.reading, node, check.path),
  "tls-version": checkTlsVersion,
  any: () => undefined,
  templates: collectAll,
};

const checkValues = (check: Check, node: YamlNode, type: ValueType): void => {
  const map = readMap(check.reading, node, check.path);
  if (map === undefined) return;
  refuseDuplicates(check.reading, map, check.path);
  for (const { key, value } of map.entries) {
    if (!isNull(value)) checkValue(below(check, key.text), value, type);
  }
};

const checkValue = (check: Check, node: YamlNode, type: ValueType): void => {
  if (typeof type === "string") SCALARS[type](check, node);
  else if ("list" in type) {
    for (const [index, item] of readList(check.reading, node, check.path).entries()) {
      if (!isNull(item)) checkValue(below(check, `${index}`), item, type.list);
    }
  } else if ("values" in type) checkValues(check, node, type.values);
  else if ("short" in type) checkValue(check, node, node.kind === "map" ? type.long : type.short);
  else checkObject(check, node, type.object);
};

const fieldsOf = ({ fields, later }: ObjectType, reading: Reading): Fields =>
  reading.version === "current" ? { ...fields, ...later } : fields;

const rulesOf = (type: ObjectType, reading: Reading): readonly Rule[] => [
  ...(type.rules ?? []),
  ...((reading.version === "current" ? type.laterRules : type.formerRules) ?? []),
];

/** Checks a mapping and everything in it, and collects the texts that are executed as templates. */
export const checkObject = (check: Check, node: YamlNode, type: ObjectType): void => {
  const { reading } = check;
  const map = readMap(reading, node, check.path === "" ? type.what : check.path);
  if (map === undefined) return;
  const types = fieldsOf(type, reading);
  const fields = readFields(reading, map, {
    what: type.what,
    names: Object.keys(types),
    laterNames: Object.keys(type.later ?? {}),
  });
  for (const [name, value] of fields) {
    const valueType = types[name];
    if (valueType !== undefined) checkValue(below(check, name), value, valueType);
  }
  for (const rule of rulesOf(type, reading)) {
    const mistake = rule({ map, global: check.global });
    if (mistake === undefined) continue;
    const { message, mend, field } = mistake;
    const at = field === undefined ? undefined : fields.get(field);
    report(reading, (at ?? map).place, { rule: "receiver-settings", message, mend });
  }
};
