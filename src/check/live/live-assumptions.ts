import { toIso } from "../../lib/clock.ts";
import type { LiveFacts } from "./live-facts.ts";

const MOST_LISTED = 5;

/** What findings of live checks rest on, and what could not be asked, in sentences. */
export const liveAssumptions = (live: LiveFacts | undefined): readonly string[] => {
  if (live === undefined) return [];
  const { url, at, unanswered } = live;
  const shown = unanswered.slice(0, MOST_LISTED);
  const more = unanswered.length - shown.length;
  return [
    `${url} is as it was at ${toIso(at)}`,
    ...shown.map(({ question, because }) => `not known: ${question} (${because})`),
    ...(more > 0 ? [`not known: ${more} more answers of ${url}`] : []),
  ];
};
