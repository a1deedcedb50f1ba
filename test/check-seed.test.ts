import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CHECKS } from "../src/check/checks.ts";
import { readEvidence } from "../src/check/evidence/read-evidence.ts";
import type { Finding } from "../src/check/finding.ts";
import { runChecks } from "../src/check/run-checks.ts";
import { settingsSchema } from "../src/check/settings.ts";
import { confirmed } from "./confirmed.ts";

const RULES = "alerting-rules.yaml";
const ROUTES = "alertmanager-config.yaml";

const files = Object.fromEntries(
  [RULES, ROUTES].map((name) => [
    name,
    readFileSync(new URL(`seed/${name}`, import.meta.url), "utf8"),
  ]),
);

const { findings } = runChecks(
  readEvidence(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    "0.25",
  ),
  {
    checks: CHECKS,
    settings: settingsSchema.parse({ alertmanagerVersion: "0.25", prometheusVersion: "2.42" }),
    today: "2026-11-25",
  },
);

/** The line on which a text stands for the first time, or for the nth. */
const lineOf = (file: string, text: string, nth = 1): number => {
  const lines = (files[file] ?? "").split("\n");
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  return found[nth - 1] ?? Number.NaN;
};

type Defect = {
  readonly what: string;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
};

const inRules = (what: string, rule: string, line: number): Defect => ({
  what,
  rule,
  file: RULES,
  line,
});
const inRoutes = (what: string, rule: string, line: number): Defect => ({
  what,
  rule,
  file: ROUTES,
  line,
});

const rules = (text: string, nth = 1) => lineOf(RULES, text, nth);
const routes = (text: string, nth = 1) => lineOf(ROUTES, text, nth);

/** What is wrong with these files, known from running them on the real programs, and where it shows. */
const DEFECTS: readonly Defect[] = [
  inRoutes("D1: the page's text cannot be rendered", "message-fails", routes("description: '{{")),
  inRoutes("D1: nor can its details", "message-fails", routes("runbook_url: '{{")),
  inRoutes("D2: a route that its alert never reaches", "route-unreachable", routes("- match:", 3)),
  inRoutes("D3: an inhibition that never acts", "inhibition-dead", routes("equal:")),
  inRules("D4: a limit that is 0", "division-by-zero", rules("redis_memory_max_bytes")),
  inRules("D5: idle means down", "gauge-zero-as-down", rules("pool_active == 0")),
  inRules(
    "D6: the exporter is not Redis",
    "exporter-mistaken-for-service",
    rules('up{job="redis-instance"}'),
  ),
  inRules("D7: a target that vanishes", "target-vanishes", rules('up{job="redis-gateway"}')),
  inRules(
    "D8: a ratio per series",
    "ratio-per-series",
    rules("/ rate(redis_gateway_requests_total[5m])"),
  ),
  inRules(
    "D9: a counter born at the first failure",
    "counter-birth",
    rules("rate(redis_gateway_requests_failed_total[5m])"),
  ),
  inRules("D10: a quantile per series", "quantile-per-series", rules("histogram_quantile")),
  inRules(
    "D11: no traffic, no alert",
    "no-traffic-is-silent",
    rules("/ rate(redis_gateway_requests_total[5m])"),
  ),
  inRules("D12: one long window", "burn-rate-single-window", rules("14.4")),
  inRules("D13: an error ratio called burn rate", "burn-rate-text", rules("burn rate: {{")),
  inRoutes("D16: no time to gather", "group-wait-zero", routes("group_wait: 0s")),
  inRoutes(
    "D17: repeats come later than they say",
    "repeat-rounds-up",
    routes("repeat_interval: 30m"),
  ),
  inRoutes(
    "D18: a message every ten seconds",
    "group-interval-short",
    routes("group_interval: 10s"),
  ),
  inRoutes("D19: details without the alerts", "pagerduty-details", routes("firing: ")),
  inRoutes("D20: templates that are not there", "template-file-missing", routes("*.tmpl")),
  inRoutes("D21: matchers of old", "deprecated-matcher", routes("- match:", 1)),
  inRoutes("D21: and in the inhibition", "deprecated-matcher", routes("source_match")),
  inRoutes("D22: a secret in the file", "secret-in-configuration", routes("slack_api_url")),
  inRoutes("D22: another", "secret-in-configuration", routes("routing_key")),
  inRoutes("D23: a key that the operator does not read", "secret-key", routes("alertmanager.yml:")),
  inRules("D24: labels that nothing selects", "rule-selector", rules("app: redis-gateway")),
  inRules("D25: runbooks that nobody has seen", "runbook-missing", rules("runbook_url")),
  inRules("D27: bytes printed with all their digits", "value-unreadable", rules("{{ $value }}GB")),
  inRules("D28: pages on the cause", "pages-on-cause", rules('up{job="redis-gateway"}')),
  inRoutes("D29: a label that nobody carries", "group-label-missing", routes("cluster")),
  inRules(
    "D30: nothing proves that alerting works",
    "watchdog-missing",
    rules("- name: gateway.rules"),
  ),
  inRules(
    "D30: failures to notify go unnoticed",
    "notification-failures-unwatched",
    rules("- name: gateway.rules"),
  ),
  inRoutes("D30: nobody hears that it is over", "resolved-not-sent", routes("- api_url")),
  inRoutes("D30: red even when it is over", "colour-says-firing", routes("color: 'danger'")),
];

test.each(DEFECTS)("$what: $rule", ({ rule, file, line }) => {
  const places = findings.filter((finding) => finding.rule === rule);
  expect(places.map((finding) => `${finding.file}:${finding.line}`)).toContain(`${file}:${line}`);
});

const examples = findings.filter(({ counterexample }) => counterexample !== null);
const isTimeline = ({ counterexample }: Finding) => counterexample?.kind === "timeline";

test.each(examples.filter((finding) => !isTimeline(finding)))(
  "the real program confirms $rule at $file:$line",
  async (finding) => {
    await confirmed(finding, files);
  },
);

/** They take their time: one of each check, all at once. */
const timelines = Map.groupBy(examples.filter(isTimeline), ({ rule }) => rule)
  .values()
  .map(([first]) => first)
  .toArray();

test.concurrent.each(timelines)(
  "the real Alertmanager confirms $rule at $file:$line",
  async (finding) => {
    await confirmed(finding, files);
  },
  120_000,
);
