import type { Files } from "./found-by.ts";

/** What an alert of a case has besides its query; each as it stands in the file. */
export type AlertFields = {
  readonly alert?: string;
  readonly for?: string;
  readonly severity?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The interval of its group. */
  readonly interval?: string;
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const rule = (expr: string, fields: AlertFields): string[] => [
  `  - alert: ${fields.alert ?? "Case"}`,
  `    expr: ${quoted(expr)}`,
  ...(fields.for === undefined ? [] : [`    for: ${fields.for}`]),
  ...(fields.severity === undefined ? [] : [`    labels: {severity: ${fields.severity}}`]),
  ...(fields.annotations === undefined ? [] : ["    annotations:"]),
  ...Object.entries(fields.annotations ?? {}).map(
    ([name, text]) => `      ${name}: ${quoted(text)}`,
  ),
];

/**
 * A rule file with these alerts; the first query begins in column 12 of line 5 of "rules.yml",
 * or of line 6 with an interval.
 */
export const alertFiles = (...alerts: readonly (readonly [string, AlertFields?])[]): Files => {
  const interval = alerts[0]?.[1]?.interval;
  const rules = alerts.flatMap(([expr, fields]) => rule(expr, fields ?? {}));
  const group = ["- name: cases", ...(interval === undefined ? [] : [`  interval: ${interval}`])];
  return { "rules.yml": `${["groups:", ...group, "  rules:", ...rules].join("\n")}\n` };
};

/** The column in which a part of the first query stands. */
export const columnOf = (expr: string, part: string): number => {
  const index = expr.indexOf(part);
  if (index < 0) throw new Error(`"${part}" is no part of ${expr}`);
  return 12 + index;
};
