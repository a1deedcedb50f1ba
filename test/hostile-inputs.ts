/** A file that would hang or burst a careless reader. */
export type HostileInput = {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** A finding that the check must end in. */
  readonly rule: string | undefined;
};

const rulesWith = (expr: string): string =>
  `groups:\n- name: g\n  rules:\n  - alert: A\n    expr: ${JSON.stringify(expr)}\n`;

const routesWith = (more: string, receiver = ""): string =>
  `route:\n  receiver: r\n${more}receivers:\n- name: r\n${receiver}`;

/** Nine aliases, each of ten of the one before: a thousand million values. */
const bomb = (): string => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 10; level++) {
    const items = Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ");
    lines.push(`a${level}: &a${level} [${items}]`);
  }
  return `${lines.join("\n")}\ngroups: *a9\n`;
};

const MEGABYTE = 1024 * 1024;

/** Made when asked for: some of them are large. */
export const hostileInputs = (): readonly HostileInput[] => [
  {
    name: "50 MB of rules",
    path: "large.yml",
    text: `groups:\n${"- name: g\n  rules: []\n".repeat((50 * MEGABYTE) / 22)}`,
    rule: "file-size",
  },
  {
    name: "9 MB of values",
    path: "many.yml",
    text: `groups: [${"a,".repeat(4.5 * MEGABYTE)}a]\n`,
    rule: "yaml-size",
  },
  { name: "a YAML bomb", path: "bomb.yml", text: bomb(), rule: "yaml-size" },
  {
    name: "YAML that is nested without end",
    path: "deep.yml",
    text: `groups: ${"[".repeat(200_000)}\n`,
    rule: undefined,
  },
  {
    name: "an expression of 100,001 characters",
    path: "long.yml",
    text: rulesWith(`up + ${"1 + ".repeat(25_000)}1 > 0`),
    rule: "expr-syntax",
  },
  {
    name: "an expression of 99,000 characters that can be read",
    path: "chain.yml",
    text: rulesWith(`up${" + 1".repeat(24_000)} > 0`),
    rule: undefined,
  },
  {
    name: "50,000 parentheses",
    path: "parentheses.yml",
    text: rulesWith(`${"(".repeat(50_000)}up`),
    rule: "expr-syntax",
  },
  {
    name: "a regular expression that explodes in a query",
    path: "regexp.yml",
    text: rulesWith('up{a=~"(a|a)*(a|a)*((a{1,900}){1,900}){1,900}b"} == 0'),
    rule: undefined,
  },
  {
    name: "regular expressions that explode in routes",
    path: "routes.yml",
    text: routesWith(
      `  routes:\n${Array.from(
        { length: 60 },
        (_, index) => `  - matchers: ['a=~"(x+x+)+y.*${index}.*(a|b|ab)*[^c]{${index + 1}}"']\n`,
      ).join("")}`,
    ),
    rule: undefined,
  },
  {
    name: "a template that calls itself",
    path: "cyclic.yml",
    text: routesWith(
      "",
      `  slack_configs:\n  - api_url: https://hooks.example.com/x\n    channel: c\n    text: '{{ define "a" }}{{ template "a" . }}{{ template "a" . }}{{ end }}{{ template "a" . }}'\n`,
    ),
    rule: "message-fails",
  },
  {
    name: "a template of 9 MB",
    path: "template.yml",
    text: routesWith(
      "",
      `  slack_configs:\n  - api_url: https://hooks.example.com/x\n    channel: c\n    text: '${"{{ if true }}".repeat(MEGABYTE / 2)}'\n`,
    ),
    rule: undefined,
  },
  {
    name: "20,000 routes that are all unlike",
    path: "wide.yml",
    text: routesWith(
      `  routes:\n${Array.from({ length: 20_000 }, (_, index) => `  - matchers: [a${index % 50}="${index}"]\n    continue: true\n`).join("")}`,
    ),
    rule: "continue-useless",
  },
];
