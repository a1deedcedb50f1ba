import type { Matcher } from "./matcher.ts";

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", '"': '\\"' };

const quote = (text: string): string =>
  `"${text.replace(/[\\\n"]/g, (character) => ESCAPES[character] ?? character)}"`;

/**
 * The matcher as PromQL and both syntaxes of Alertmanager read it: `severity="critical"`. A name that is none of the classic
 * label names stands in quotes, which the classic syntax does not take.
 */
export const formatMatcher = ({ name, operator, value }: Matcher): string =>
  `${/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) ? name : quote(name)}${operator}${quote(value)}`;
