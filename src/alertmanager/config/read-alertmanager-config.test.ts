import { expect, test } from "vitest";
import { parseYaml } from "../../lib/located-yaml.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { type ConfigReading, readAlertmanagerConfig } from "./read-alertmanager-config.ts";

const read = (text: string, version: AlertmanagerVersion = "current"): ConfigReading => {
  const [document] = parseYaml(text, "alertmanager.yml").documents;
  if (document === undefined) throw new Error("no document");
  return readAlertmanagerConfig(document, version);
};

const problems = (text: string, version?: AlertmanagerVersion) =>
  read(text, version).problems.map(
    ({ place, rule, message }) => `${place.line}:${place.column} ${rule}: ${message}`,
  );

const withReceivers = (route: string, receivers = "[{ name: a }]") =>
  `route:\n${route.replaceAll(/^/gm, "  ")}\nreceivers: ${receivers}\n`;

test("a small configuration is read with its places", () => {
  const { config, problems: found } = read(
    withReceivers(
      `receiver: a\nroutes:\n  - matchers: [severity="critical"]\n    receiver: a\n    group_wait: 10s\n    continue: yes`,
    ),
  );
  expect(found).toEqual([]);
  expect(config).toMatchObject({
    file: "alertmanager.yml",
    resolveTimeoutMs: 300_000,
    route: {
      receiver: { text: "a" },
      routes: [
        {
          place: { line: 4 },
          continues: true,
          groupWaitMs: 10_000,
          groupBy: undefined,
          matchers: [{ name: "severity", operator: "=", value: "critical", deprecated: false }],
        },
      ],
    },
  });
});

test("all mistakes are found at once, each at its place", () => {
  const text = `
global: { resolve_timeout: 5 }
route:
  receiver: nobody
  group_by: [a, a, '...']
  recieve: x
  group_interval: 0s
  continue: perhaps
  routes:
    - matchers: ['a']
      mute_time_intervals: [night]
receivers:
  - name: a
  - name: a
  - webhook_configs: []
`;
  expect(problems(text)).toEqual([
    '2:28 bad-duration: resolve_timeout is "5", which is no duration',
    "15:5 missing-name: missing name in receiver",
    "6:3 unknown-field: route has no field recieve",
    "8:13 wrong-type: continue has to be true or false",
    "5:17 group-by: the label a is in group_by twice",
    "5:13 group-by: group_by has both ... and labels, and ... already means all of them",
    "7:19 zero-interval: group_interval cannot be zero",
    expect.stringMatching(/^10:19 bad-matcher: the matcher a cannot be read/),
    '14:11 duplicate-name: the name "a" of a receiver is not unique',
    '4:13 undefined-receiver: undefined receiver "nobody" used in route',
    '11:29 undefined-time-interval: undefined time interval "night" used in route',
  ]);
});

test("an unknown field says which was probably meant, or that a later version has it", () => {
  const [typo] = read(withReceivers("reciever: a\nreceiver: a")).problems;
  expect(typo?.mend).toBe("did you mean receiver?");
  const teams = withReceivers("receiver: a", "[{ name: a, msteams_configs: [] }]");
  expect(read(teams).problems).toEqual([]);
  expect(problems(teams, "0.25")).toEqual([
    expect.stringMatching(/receiver has no field msteams_configs in Alertmanager 0.25/),
  ]);
});

test("the root route takes every alert, always, and to a receiver", () => {
  const text = withReceivers(
    "continue: true\nmatchers: [a=b]\nmute_time_intervals: [x]\nactive_time_intervals: [x]",
  );
  expect(problems(`${text}\ntime_intervals: [{ name: x, time_intervals: [] }]`)).toEqual([
    "2:3 root-route: root route must specify a default receiver",
    "2:3 root-route: root route must not have any matchers",
    "2:3 root-route: cannot have continue in root route",
    "2:3 root-route: root route must not have any mute time intervals",
    "2:3 root-route: root route must not have any active time intervals",
  ]);
  expect(problems("receivers: []")).toEqual(["1:1 root-route: no route provided in config"]);
  expect(problems("~")).toEqual(["1:1 root-route: no route provided in config"]);
});

test("with a mistake that leaves open where alerts go there is no configuration, with others there is", () => {
  const broken = withReceivers("receiver: a\nroutes: [{ matchers: ['a=~\"(\"'] }]");
  expect(read(broken).config).toBeUndefined();
  expect(read(withReceivers("receiver: a\nfoo: 1")).config?.route.receiver?.text).toBe("a");
});

test("deprecated matchers are read beside the others", () => {
  const { config } = read(
    withReceivers(
      'receiver: a\nroutes: [{ match: { a: x }, match_re: { b: y.* }, matchers: [\'{c="1",d!="2"}\'] }]',
    ),
  );
  expect(
    config?.route.routes[0]?.matchers.map(
      ({ name, operator, value, deprecated }) => `${name}${operator}${value} ${deprecated}`,
    ),
  ).toEqual(["a=x true", "b=~y.* true", "c=1 false", "d!=2 false"]);
});

test("inhibit rules and both kinds of time intervals are read", () => {
  const { config, problems: found } = read(
    `${withReceivers("receiver: a")}
inhibit_rules:
  - name: one
    source_match: { severity: critical }
    target_matchers: [severity="warning"]
    equal: [job]
mute_time_intervals: [{ name: old, time_intervals: [{ months: [may] }] }]
time_intervals: [{ name: new, time_intervals: [{ times: [{ start_time: '09:00', end_time: '24:00' }] }] }]
templates: ['*.tmpl']
`,
  );
  expect(found).toEqual([]);
  expect(config?.inhibitRules).toMatchObject([
    {
      source: [{ name: "severity", value: "critical", deprecated: true }],
      target: [{ name: "severity", value: "warning", deprecated: false }],
      equal: [{ text: "job" }],
    },
  ]);
  expect(config?.timeIntervals).toMatchObject([
    { name: { text: "old" }, intervals: [{ months: [{ from: 5, to: 5 }] }] },
    { name: { text: "new" }, intervals: [{ times: [{ from: 540, to: 1440 }] }] },
  ]);
  expect(config?.templates.map(({ text }) => text)).toEqual(["*.tmpl"]);
});

test("the templates of a receiver are all its texts that are executed, wherever they stand", () => {
  const { config } = read(`
global: { smtp_from: 'x@{{ .ExternalURL }}', smtp_smarthost: 'a:25' }
route: { receiver: a }
receivers:
  - name: a
    pagerduty_configs:
      - routing_key_file: /key
        details: { runbook: '{{ .x }}', deep: { inner: ['{{ .y }}'] } }
        links: [{ href: h }]
    email_configs: [{ to: t, html: h, headers: { Subject: s } }]
    webhook_configs: [{ url: 'https://a/{{ .z }}', payload: { k: v } }, { url: 'https://a' }]
`);
  const fields = config?.receivers[0]?.integrations.map(({ kind, index, templates }) => [
    `${kind}/${index}`,
    ...templates.map(({ field, text }) => `${field}: ${text.text}`),
  ]);
  expect(fields).toEqual([
    [
      "pagerduty/0",
      "details.runbook: {{ .x }}",
      "details.deep.inner.0: {{ .y }}",
      "links.0.href: h",
    ],
    ["webhook/0", "url: https://a/{{ .z }}", "payload.k: v"],
    ["webhook/1"],
    ["email/0", "to: t", "html: h", "headers.Subject: s", "from: x@{{ .ExternalURL }}"],
  ]);
});

test("send_resolved has each integration's default", () => {
  const { config } = read(
    withReceivers(
      "receiver: a",
      `[{ name: a, webhook_configs: [{ url: 'http://a' }, { url: 'http://a', send_resolved: false }], pagerduty_configs: [{ routing_key: k }], slack_configs: [{ api_url: 'https://a/b' }], wechat_configs: [{ api_secret: s, corp_id: c }] }]`,
    ),
  );
  expect(
    config?.receivers[0]?.integrations.map(({ kind, sendResolved }) => `${kind} ${sendResolved}`),
  ).toEqual(["pagerduty true", "webhook true", "webhook false", "slack false", "wechat false"]);
});

test("thousands of undefined receivers among thousands of names end in as many problems", () => {
  const numbers = Array.from({ length: 3000 }, (_, index) => index);
  const text = `route:
  receiver: receiver-0
  routes:
${numbers.map((index) => `    - { receiver: reciever-${index} }`).join("\n")}
receivers:
${numbers.map((index) => `  - { name: receiver-${index} }`).join("\n")}
`;
  const { problems: found } = read(text);
  expect(found).toHaveLength(3000);
  expect(found[0]?.mend).toBe("did you mean receiver-0?");
  expect(found.at(-1)?.mend).toBe("define it");
});

test("names that every object has are not taken for fields", () => {
  expect(problems(withReceivers("receiver: a\nconstructor: x\ntoString: y"))).toEqual([
    "3:3 unknown-field: route has no field constructor",
    "4:3 unknown-field: route has no field toString",
  ]);
});

test("a null among the equal labels of an inhibition is passed over, a null in place of a rule is not", () => {
  const withRule = (rule: string) =>
    read(`route: {receiver: a}\nreceivers: [{name: a}]\ninhibit_rules:\n- ${rule}\n`);
  expect(withRule("equal: [null, job]").config?.inhibitRules[0]?.equal).toMatchObject([
    { text: "job" },
  ]);
  expect(withRule("null").problems).toMatchObject([
    { message: "an inhibit rule is a single value and has to be a mapping", place: { line: 4 } },
  ]);
});
