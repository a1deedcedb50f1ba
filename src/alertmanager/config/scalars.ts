import { parseDuration } from "../../lib/duration.ts";
import type { LocatedText } from "../../lib/source.ts";
import type { YamlMap, YamlNode } from "../../lib/yaml-node.ts";
import { asBool, asInteger, asText, fieldOf } from "../../lib/yaml-value.ts";
import { parseGoDuration } from "./go-duration.ts";
import { hostPortMistake, parseMistake, urlMistake } from "./go-url.ts";
import { formOf, type Reading, report } from "./reading.ts";

/** The text of a scalar, or nothing, with a problem. */
export const readText = (
  reading: Reading,
  node: YamlNode,
  what: string,
): LocatedText | undefined => {
  const text = asText(node);
  if (text !== undefined) return text;
  return report(reading, node.place, {
    rule: "wrong-type",
    message: `${what} is ${formOf(node)} and has to be a text`,
    mend: "write a single text",
  });
};

/** The name of what the mapping describes, or nothing, with a problem, when it has none. */
export const readName = (reading: Reading, map: YamlMap, what: string): LocatedText | undefined => {
  const node = fieldOf(map, "name");
  const name = node && readText(reading, node, "name");
  if (name !== undefined && name.text !== "") return name;
  return report(reading, map.place, {
    rule: "missing-name",
    message: `missing name in ${what}`,
    mend: "give it a name",
  });
};

/** The texts of a list, without items that are none. */
export const readTexts = (
  reading: Reading,
  nodes: readonly YamlNode[],
  what: string,
): LocatedText[] => {
  const texts: LocatedText[] = [];
  for (const node of nodes) {
    const text = readText(reading, node, what);
    if (text !== undefined) texts.push(text);
  }
  return texts;
};

export const readBool = (reading: Reading, node: YamlNode, what: string): boolean | undefined => {
  const value = asBool(node);
  if (value !== undefined) return value;
  return report(reading, node.place, {
    rule: "wrong-type",
    message: `${what} has to be true or false`,
    mend: "write true or false without quotes",
  });
};

export const readInteger = (reading: Reading, node: YamlNode, what: string): number | undefined => {
  const value = asInteger(node);
  if (value !== undefined) return value;
  return report(reading, node.place, {
    rule: "wrong-type",
    message: `${what} has to be a whole number`,
    mend: "write a whole number without quotes",
  });
};

const quoted = (node: YamlNode): string =>
  node.kind === "scalar" ? `"${node.text}"` : formOf(node);

/** Milliseconds of a Prometheus duration. */
export const readDuration = (
  reading: Reading,
  node: YamlNode,
  what: string,
): number | undefined => {
  const ms = node.kind === "scalar" ? parseDuration(node.text) : undefined;
  if (ms !== undefined) return ms;
  return report(reading, node.place, {
    rule: "bad-duration",
    message: `${what} is ${quoted(node)}, which is no duration`,
    mend: "write a number with its unit, such as 30s, 5m or 1h30m",
  });
};

/** Checks a duration of Go, as a few fields have them; a plain number counts nanoseconds. */
export const checkGoDuration = (reading: Reading, node: YamlNode, what: string): void => {
  const isDuration = node.kind === "scalar" && parseGoDuration(node.text) !== undefined;
  if (isDuration) return;
  report(reading, node.place, {
    rule: "bad-duration",
    message: `${what} is ${quoted(node)}, which is no duration`,
    mend: "write a number with its unit, such as 30s, 5m or 1h30m; there are no days here",
  });
};

const checkText = (reading: Reading, node: YamlNode, what: string) => ({
  with: (mistakeOf: (text: string) => string | undefined, mend: string): void => {
    const text = readText(reading, node, what);
    const mistake = text === undefined ? undefined : mistakeOf(text.text);
    if (mistake === undefined) return;
    report(reading, node.place, {
      rule: "bad-url",
      message: `${what} is "${text?.text ?? ""}": ${mistake}`,
      mend,
    });
  },
});

export const checkUrl = (reading: Reading, node: YamlNode, what: string): void =>
  checkText(reading, node, what).with(urlMistake, "write a URL such as https://example.com/path");

export const checkProxyUrl = (reading: Reading, node: YamlNode, what: string): void =>
  checkText(reading, node, what).with(
    parseMistake,
    "write a URL such as http://proxy.example.com:3128",
  );

/** A URL that Alertmanager prints as `<secret>`, and takes as such; its text is not repeated. */
export const checkSecretUrl = (reading: Reading, node: YamlNode, what: string): void => {
  const text = readText(reading, node, what);
  if (text === undefined || text.text === "<secret>") return;
  const mistake = urlMistake(text.text);
  if (mistake === undefined) return;
  report(reading, node.place, {
    rule: "bad-url",
    message: `${what} is no URL: ${mistake}`,
    mend: "write a URL such as https://example.com/path",
  });
};

export const checkHostPort = (reading: Reading, node: YamlNode, what: string): void =>
  checkText(reading, node, what).with(
    hostPortMistake,
    "write host and port, such as smtp.example.com:587",
  );
