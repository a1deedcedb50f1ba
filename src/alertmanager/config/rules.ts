import { fieldOf } from "../../lib/yaml-value.ts";
import type { Rule, Settings } from "./schema.ts";

/** The text of a field; empty when it is not there. */
export const textOf = ({ map }: Pick<Settings, "map">, field: string): string => {
  const node = fieldOf(map, field);
  return node?.kind === "scalar" ? node.text : "";
};

/** Whether a field is there and not empty. */
export const has = ({ map }: Pick<Settings, "map">, field: string): boolean => {
  const node = fieldOf(map, field);
  return node !== undefined && !(node.kind === "scalar" && node.text === "");
};

const hasGlobal = ({ global }: Settings, field: string): boolean =>
  global !== undefined && has({ map: global }, field);

/** At least one of the fields is there. */
export const needsOneOf =
  (fields: readonly string[], message: string): Rule =>
  (settings) =>
    fields.some((field) => has(settings, field))
      ? undefined
      : { message, mend: `set ${fields.join(" or ")}` };

/** No two of the fields are there. */
export const atMostOneOf =
  (...fields: readonly string[]): Rule =>
  (settings) => {
    const found = fields.filter((field) => has(settings, field));
    const [, second] = found;
    if (second === undefined) return undefined;
    return {
      message: `at most one of ${fields.join(" & ")} must be configured`,
      mend: `remove one of ${found.join(" and ")}`,
      field: second,
    };
  };

/** One of the fields is there, or `global` has one of its own. */
export const needsOneOfOrGlobal =
  (fields: readonly string[], globals: readonly string[], message: string): Rule =>
  (settings) =>
    fields.some((field) => has(settings, field)) ||
    globals.some((field) => hasGlobal(settings, field))
      ? undefined
      : { message, mend: `set ${fields.join(" or ")} here, or ${globals.join(" or ")} in global` };

/** The field, where it is there, has one of the values. */
export const oneOfValues =
  (field: string, values: readonly string[], message: string): Rule =>
  (settings) =>
    !has(settings, field) || values.includes(textOf(settings, field))
      ? undefined
      : { message, mend: `use one of ${values.join(", ")}`, field };
