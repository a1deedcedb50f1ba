import { formatDuration } from "../../../lib/duration.ts";
import type { LocatedText } from "../../../lib/source.ts";
import { asText, fieldOf } from "../../../lib/yaml-value.ts";
import type { ScrapeConfig } from "../../../prometheus/config.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";

/**
 * How long a query takes the last sample for the current one, unless `--query.lookback-delta` says otherwise.
 * https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness
 */
const LOOKBACK_MS = 5 * 60_000;

const ownInterval = ({ node }: ScrapeConfig): LocatedText | undefined => {
  const written = fieldOf(node, "scrape_interval");
  return written === undefined ? undefined : asText(written);
};

const find = function* ({ evidence }: Examined): Iterable<Discovery> {
  for (const { scrapeConfigs } of evidence.prometheus) {
    for (const scrape of scrapeConfigs) {
      const { jobName, scrapeIntervalMs } = scrape;
      if (scrapeIntervalMs < LOOKBACK_MS) continue;
      yield {
        place: (ownInterval(scrape) ?? jobName).placeAt(0),
        subject: jobName.text,
        message: `the job ${jobName.text} is scraped every ${formatDuration(scrapeIntervalMs)}, and queries see a sample for less than 5m: its series vanish between scrapes, and alerts on them resolve and lose their \`for\``,
        help: "scrape at least every 2m, so that one failed scrape does no harm",
      };
    }
  }
};

export const tooLongScrapeInterval: Check = {
  name: "too-long-scrape-interval",
  severity: "warning",
  title: "A job that is scraped so rarely that its series vanish in between",
  find,
};
