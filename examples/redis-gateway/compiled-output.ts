import { readFileSync } from "node:fs";
import { parse } from "yaml";

type RuleGroup = {
  readonly name: string;
  readonly rules: readonly {
    readonly alert: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
};

/** A file that `tocsin build` wrote for production; a golden test keeps all of them fresh. */
export const readOutput = (path: string): string =>
  readFileSync(new URL(`./out/${path}`, import.meta.url), "utf8");

/** The compiled rules, as Prometheus will load them. */
export const readRuleGroups = (): readonly RuleGroup[] =>
  parse(readOutput("redis-gateway.prometheus.rules.yml")).groups;
