import type { LocatedDuration } from "../../../prometheus/rule.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import type { Fix } from "../../fix.ts";

/** Removes the line, where the key and its value are all that stands on it. */
const withoutLine = (
  { written }: LocatedDuration,
  key: string,
  sources: Examined["evidence"]["sources"],
): Fix | undefined => {
  const text = sources[written.file] ?? "";
  const at = written.offsetAt(0);
  const from = text.lastIndexOf("\n", at) + 1;
  const next = text.indexOf("\n", at);
  const to = next < 0 ? text.length : next + 1;
  if (
    !new RegExp(`^[ \\t]*${key}:[ \\t]*["']?${written.text}["']?[ \\t]*\\r?\\n?$`).test(
      text.slice(from, to),
    )
  ) {
    return undefined;
  }
  return { edits: [{ file: written.file, from, to, text: "" }] };
};

const find = function* ({ alerts, evidence }: Examined): Iterable<Discovery> {
  for (const { rule } of alerts) {
    const durations = [
      { key: "for", duration: rule.for },
      { key: "keep_firing_for", duration: rule.keepFiringFor },
    ];
    for (const { key, duration } of durations) {
      if (duration === undefined || duration.ms !== 0) continue;
      const fix = withoutLine(duration, key, evidence.sources);
      yield {
        place: duration.written.placeAt(0),
        subject: rule.name.text,
        message: `\`${key}: ${duration.written.text}\` says what holds without it`,
        help: `remove ${key}, or give it the time for which the condition has to last`,
        ...(fix === undefined ? {} : { fix }),
      };
    }
  }
};

export const forRedundant: Check = {
  name: "for-redundant",
  severity: "info",
  title: "A waiting time of nothing",
  find,
};
