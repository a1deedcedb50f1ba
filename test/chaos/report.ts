import { formatDuration } from "../../src/lib/duration.ts";
import type { Chaos } from "./chaos.ts";
import type { Finding } from "./verdict.ts";

/** Of each broken promise. */
const MOST_SHOWN = 5;

const countBy = (words: readonly string[]): [string, number][] =>
  [...Map.groupBy(words, (word) => word)].map(([word, same]) => [word, same.length]);

/** What happened and what was found, for a person. */
export const report = (
  { evidence, kills, posts, tookMs }: Chaos,
  findings: readonly Finding[],
): string[] => {
  const { incidents, mails, receipts } = evidence;
  const pages = incidents.flatMap((detail) => detail.pages);
  const attempts = pages.flatMap((page) => page.attempts);
  const of = (status: string) => pages.filter((page) => page.status === status).length;
  const unknown = attempts.filter(({ outcome }) => outcome === "unknown").length;
  const repeats = mails.length - new Set(mails.map(({ page }) => page)).size;
  const verdict =
    findings.length === 0
      ? ["Nothing was lost, and nothing repeated that was not open at a kill."]
      : [...Map.groupBy(findings, ({ promise }) => promise)].flatMap(([promise, broken]) => [
          `BROKEN, ${broken.length} times: ${promise}`,
          ...broken.slice(0, MOST_SHOWN).map(({ what }) => `  ${what}`),
          ...(broken.length > MOST_SHOWN ? [`  and ${broken.length - MOST_SHOWN} more`] : []),
        ]);
  return [
    "",
    `${kills.length} kills in ${formatDuration(Math.round(tookMs / 1000) * 1000)}:`,
    ...countBy(kills.map(({ moment }) => moment)).map(([moment, n]) => `  ${n} ${moment}`),
    `${posts} notifications, ${receipts.length} receipts for firing alerts`,
    `${incidents.length} incidents, ${evidence.responses.length} answers by people`,
    `${pages.length} pages: ${of("accepted")} accepted, ${of("refused")} refused, ${of("dropped")} dropped`,
    `${attempts.length} attempts: ${unknown} unknown after a kill`,
    `${mails.length} mails taken: ${repeats} repeats`,
    "",
    ...verdict,
  ];
};
