import type { Matcher } from "../../labels/matcher.ts";
import { isGoSpace } from "./go-space.ts";

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", '"': '\\"' };

const quote = (text: string): string =>
  `"${text.replace(/[\\\n"]/g, (character) => ESCAPES[character] ?? character)}"`;

const needsQuotes = (name: string): boolean =>
  name === "" || /[{}!=~,\\"'`]/.test(name) || [...name].some(isGoSpace);

/** The matcher as Alertmanager prints it: `severity="critical"`. A name that needs quotes has them. */
export const formatMatcher = ({ name, operator, value }: Matcher): string =>
  `${needsQuotes(name) ? quote(name) : name}${operator}${quote(value)}`;
