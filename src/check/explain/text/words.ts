import type { Labels } from "../../../labels/labels.ts";

/** `A, B and 3 more`. */
export const listWords = (names: readonly string[], most = 8): string => {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
};

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** Labels as matchers, one after the other: `severity="critical", no team`. */
export const differingWords = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => (value === "" ? `no ${name}` : `${name}=${JSON.stringify(value)}`))
    .join(", ");
