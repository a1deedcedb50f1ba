import type { LocatedText } from "../../../lib/source.ts";
import type { YamlNode } from "../../../lib/yaml-node.ts";
import { asText, fieldOf } from "../../../lib/yaml-value.ts";

type SelectorOperator = "In" | "NotIn" | "Exists" | "DoesNotExist";

/** One condition of a selector; `role: alert-rules` is the same as `In` with one value. */
export type Requirement = {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values: readonly string[];
};

const OPERATORS: readonly SelectorOperator[] = ["In", "NotIn", "Exists", "DoesNotExist"];

const textOf = (node: YamlNode | undefined): LocatedText | undefined =>
  node === undefined ? undefined : asText(node);

const matchLabels = (node: YamlNode | undefined): readonly Requirement[] =>
  node?.kind !== "map"
    ? []
    : node.entries.map(({ key, value }) => ({
        key: key.text,
        operator: "In",
        values: [textOf(value)?.text ?? ""],
      }));

const expression = (node: YamlNode): Requirement | undefined => {
  const key = textOf(fieldOf(node, "key"))?.text;
  const written = textOf(fieldOf(node, "operator"))?.text;
  const operator = OPERATORS.find((known) => known === written);
  const list = fieldOf(node, "values");
  const values = list?.kind === "list" ? list.items.map((item) => textOf(item)?.text ?? "") : [];
  return key === undefined || operator === undefined ? undefined : { key, operator, values };
};

/** The conditions of a label selector, all of which must hold; undefined when Kubernetes would refuse it. */
export const readSelector = (node: YamlNode): readonly Requirement[] | undefined => {
  const list = fieldOf(node, "matchExpressions");
  const expressions = (list?.kind === "list" ? list.items : []).map(expression);
  const read = expressions.filter((one) => one !== undefined);
  return read.length < expressions.length
    ? undefined
    : [...matchLabels(fieldOf(node, "matchLabels")), ...read];
};

/** Whether labels with this value of the key, undefined when they lack it, fulfil the condition. */
export const fulfils = ({ operator, values }: Requirement, value: string | undefined): boolean => {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
};

/** `role: alert-rules`, or `team in (a, b)`. */
export const requirementText = ({ key, operator, values }: Requirement): string => {
  const [only, ...others] = values;
  if (operator === "In" && only !== undefined && others.length === 0) return `${key}: ${only}`;
  if (operator === "Exists") return `some ${key}`;
  if (operator === "DoesNotExist") return `no ${key}`;
  return `${key} ${operator === "In" ? "in" : "not in"} (${values.join(", ")})`;
};
