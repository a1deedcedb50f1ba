import { parseDuration } from "../lib/duration.ts";
import type { FieldReader } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import type { LocatedDuration } from "./rule.ts";

const mendOf = (text: string): string => {
  if (/^\d+$/.test(text)) return `give a unit, such as ${text}s or ${text}m`;
  if (/^-/.test(text)) return "write a duration that is not negative";
  if (/\d\.\d/.test(text)) return "write whole numbers: 1h30m rather than 1.5h";
  return "write a duration such as 30s, 5m or 1h30m, the largest unit first";
};

/** A duration, or undefined when there is none or it is wrong, which is reported. */
export const readDuration = (
  reader: FieldReader,
  node: YamlNode | undefined,
  what: string,
): LocatedDuration | undefined => {
  const written = reader.text(node, what);
  if (written === undefined) return undefined;
  const ms = parseDuration(written.text);
  if (ms !== undefined) return { ms, written };
  reader.report("invalid-duration", written.placeAt(0), {
    message: `${what} is ${JSON.stringify(written.text.slice(0, 100))}, which is no duration`,
    mend: mendOf(written.text),
  });
  return undefined;
};
