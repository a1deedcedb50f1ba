import type { YamlMap } from "../../lib/yaml-node.ts";

/**
 * What a field of Alertmanager's configuration may hold. "template" and "html" are texts that Alertmanager
 * executes, "templates" is a value of any form in which it executes every text.
 */
export type ValueType =
  | "text"
  | "template"
  | "html"
  | "bool"
  | "integer"
  | "unsigned"
  | "duration"
  | "go-duration"
  | "url"
  /** One of any scheme, or none. */
  | "proxy-url"
  | "secret-url"
  | "template-url"
  | "host-port"
  | "tls-version"
  | "any"
  | "templates"
  | { readonly list: ValueType }
  | { readonly values: ValueType }
  | { readonly object: ObjectType }
  /** The first of two forms when the value is a scalar or list, otherwise the second. */
  | { readonly short: ValueType; readonly long: ValueType };

export type Fields = Readonly<Record<string, ValueType>>;

/** A mapping with the fields that Alertmanager knows. */
export type ObjectType = {
  /** What it is called in messages: `slack_config`. */
  readonly what: string;
  readonly fields: Fields;
  /** Fields that 0.25 does not have, or has in another form. */
  readonly later?: Fields;
  readonly rules?: readonly Rule[];
  /** Rules that only 0.25 has, and that it does not have. */
  readonly formerRules?: readonly Rule[];
  readonly laterRules?: readonly Rule[];
};

/** What a rule looks at: the mapping and, for integrations, what `global` says. */
export type Settings = {
  readonly map: YamlMap;
  readonly global: YamlMap | undefined;
};

/** What is wrong with a mapping whose fields are right by themselves. */
export type Mistake = {
  readonly message: string;
  readonly mend: string;
  /** The field at which it shows; the whole mapping when there is none. */
  readonly field?: string;
};

export type Rule = (settings: Settings) => Mistake | undefined;
