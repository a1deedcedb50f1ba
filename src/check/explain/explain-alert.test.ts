import { expect, test } from "vitest";
import { readEvidence } from "../evidence/read-evidence.ts";
import { examine } from "../examine.ts";
import { DEFAULT_SETTINGS } from "../settings.ts";
import { explainAlert, type Surroundings, type ToldToTocsin } from "./explain-alert.ts";
import type { AlertExplanation } from "./explanation.ts";
import { alertExplanationSchema } from "./explanation.ts";
import { type Asked, findSubjects } from "./find-subjects.ts";

const AT = Date.parse("2026-12-24T02:00:00Z");

const rules = `
groups:
  - name: disks
    interval: 30s
    rules:
      - record: disk:free:ratio
        expr: avg_over_time(node_filesystem_avail_bytes[10m]) / node_filesystem_size_bytes
      - alert: DiskFull
        expr: disk:free:ratio < 0.2
        for: 45s
        labels: {severity: warning, team: infra}
        annotations:
          summary: "{{ $labels.instance }} has {{ $value | humanizePercentage }}"
      - alert: DiskFull
        expr: disk:free:ratio < 0.05
        labels: {severity: critical, team: infra}
      - alert: NodeDown
        expr: up{job="node"} == 0
        labels: {severity: critical, team: infra}
        annotations: {summary: "{{ $labels.instance }} is down", description: "{{ .Nothing }}"}
      - alert: Never
        expr: up{job="a"} and up{job="b"} == 0 and vector(1) > 2
`;

const routes = `
route:
  receiver: chat
  group_by: [alertname, instance]
  routes:
    - matchers: [severity="critical"]
      receiver: pager
      continue: true
    - matchers: [team="infra"]
      receiver: chat
      mute_time_intervals: [nights]
      routes:
        - matchers: [mountpoint=~"/tmp.*"]
          receiver: nobody
    - matchers: [job="node"]
      receiver: tocsin
receivers:
  - name: chat
    slack_configs:
      - api_url: https://hooks.example.com/x
        channel: "#infra"
        title: "{{ .CommonAnnotations.summary }}"
        text: "{{ .Annotations.summary }}"
  - name: pager
    pagerduty_configs: [{routing_key: secret}]
  - name: nobody
  - name: tocsin
    webhook_configs: [{url: "http://tocsin:9095/webhooks/alertmanager"}]
inhibit_rules:
  - source_matchers: [alertname="NodeDown"]
    target_matchers: [alertname!="NodeDown"]
    equal: [instance]
time_intervals:
  - name: nights
    time_intervals:
      - times: [{start_time: "00:00", end_time: "06:00"}]
`;

const explained = (
  asked: Asked,
  given: Readonly<Record<string, string>> = {},
  around: Partial<Surroundings> = {},
): readonly AlertExplanation[] => {
  const files = Object.entries({ "rules.yml": rules, "alertmanager.yml": routes, ...given });
  const evidence = readEvidence(
    files.map(([path, text]) => ({ path, text })),
    "current",
  );
  const { examined } = examine(evidence, DEFAULT_SETTINGS, "2026-12-24");
  const found = findSubjects(examined, asked);
  if ("problem" in found) throw new Error(`${found.problem}: ${found.mend}`);
  return found.subjects.map((subject) =>
    explainAlert(subject, {
      examined,
      at: AT,
      definitionOf: () => undefined,
      escalationOf: () => ({ kind: "none", because: "nobody asked" }),
      ...around,
    }),
  );
};

const one = (...args: Parameters<typeof explained>): AlertExplanation => {
  const [first, ...others] = explained(...args);
  if (first === undefined || others.length > 0) throw new Error("not one explanation");
  return first;
};

const named = (name: string, labels = {}): Asked => ({ name, labels });

test("an explanation is what its schema says", () => {
  for (const name of ["DiskFull", "NodeDown", "Never"]) {
    for (const explanation of explained(named(name))) {
      expect(alertExplanationSchema.parse(explanation)).toEqual(explanation);
    }
  }
});

test("the time to firing is whole evaluations after `for`, and counts scrape, recording and window", () => {
  const { rule } = one(named("DiskFull", { severity: "warning" }));
  expect(rule).toMatchObject({
    for: "45s",
    evaluatedEvery: "30s",
    scrapedEvery: "1m",
    earliest: "1m",
    latest: "3m",
    window: "10m",
  });
});

test("the example has what messages read, with a value that fires and annotations expanded", () => {
  const { example } = one(named("DiskFull", { severity: "warning" }));
  expect(example.labels).toMatchObject({ alertname: "DiskFull", instance: "host-1:9100" });
  expect(example.value).toBe("0.1");
  expect(example.annotations).toEqual([
    { name: "summary", text: "host-1:9100 has 10%", error: null },
  ]);
});

test("an annotation that cannot be expanded has its error in its place", () => {
  const { example } = one(named("NodeDown"));
  const [, description] = example.annotations;
  expect(description?.error).toContain("Nothing");
  expect(description?.text).toMatch(/^<error expanding template: /);
});

test("each route that notifies is shown with what was passed over, and what is not reached any more", () => {
  const [alertmanager] = one(named("NodeDown")).alertmanagers;
  const deliveries = alertmanager?.deliveries ?? [];
  expect(deliveries.map(({ receiver }) => receiver)).toEqual(["pager", "chat"]);
  const [pager, chat] = deliveries;
  expect(pager?.path.map(({ matchers }) => matchers)).toEqual(["{}", '{severity="critical"}']);
  expect(pager?.unreached).toEqual([]);
  expect(chat?.passedOver.map(({ because }) => because)).toEqual(["the alert has no mountpoint"]);
  expect(chat?.unreached).toMatchObject([
    {
      route: { matchers: '{job="node"}', place: { line: 15 } },
      because: "the route on line 9 has no `continue: true`",
    },
  ]);
});

test("labels that lead elsewhere are named, and no more of them than it takes", () => {
  const [alertmanager] = one(named("NodeDown")).alertmanagers;
  expect(alertmanager?.otherWays).toEqual([
    { differing: { mountpoint: "/tmp" }, receivers: ["pager", "nobody"] },
  ]);
});

test("a route in mute time first tells when that ends, at its group's turn", () => {
  const [alertmanager] = one(named("NodeDown")).alertmanagers;
  const [pager, chat] = alertmanager?.deliveries ?? [];
  expect(pager).toMatchObject({ state: "notifies", intervals: [] });
  expect(pager?.timing.firstMessage).toEqual({ at: "2026-12-24T02:00:30Z", after: "30s" });
  expect(chat).toMatchObject({
    state: "muted",
    intervals: [{ name: "nights", within: true, until: "2026-12-24T06:00:00Z" }],
  });
  expect(chat?.timing.firstMessage).toEqual({ at: "2026-12-24T06:00:30Z", after: "4h30s" });
  expect(chat?.timing.heldBackBy).toEqual(["muted by nights"]);
  expect(chat?.timing.repeatsEvery).toBe("4h5m");
});

test("messages are rendered, errors in their place, and no credentials shown", () => {
  const [alertmanager] = one(named("NodeDown")).alertmanagers;
  const [pager, chat] = alertmanager?.deliveries ?? [];
  const texts = chat?.integrations[0]?.texts ?? [];
  expect(texts.find(({ name }) => name === "title")?.text).toBe("host-1:9100 is down");
  expect(texts.find(({ name }) => name === "text")?.error).toContain("Annotations");
  expect(JSON.stringify(pager?.integrations)).not.toContain("secret");
});

test("inhibition is told from both sides, with a pair that real inhibition agrees with", () => {
  const [of] = one(named("DiskFull", { severity: "warning" })).alertmanagers;
  expect(of?.inhibits).toEqual([]);
  expect(of?.inhibitedBy).toMatchObject([
    { alert: "NodeDown", isCertain: true, rule: { equal: ["instance"] } },
  ]);
  const [pair] = of?.inhibitedBy ?? [];
  expect(pair?.source["instance"]).toBe(pair?.target["instance"]);
  const [by] = one(named("NodeDown")).alertmanagers;
  expect(by?.inhibitedBy).toEqual([]);
  expect(by?.inhibits.map(({ alert }) => alert)).toEqual(["DiskFull", "DiskFull"]);
});

const silence = (changes: object) =>
  JSON.stringify([
    {
      id: "s1",
      matchers: [{ name: "team", value: "infra", isRegex: false, isEqual: true }],
      startsAt: "2026-12-24T00:00:00Z",
      endsAt: "2026-12-24T05:00:00Z",
      createdBy: "ana",
      comment: "moving disks",
      ...changes,
    },
  ]);

test("a silence that holds keeps the first message back until its end", () => {
  const explanation = one(named("NodeDown"), { "silences.json": silence({}) });
  expect(explanation.silencesKnown).toBe(true);
  expect(explanation.silences).toMatchObject([
    { id: "s1", state: "active", isAboutExample: true, comment: "moving disks" },
  ]);
  const [pager] = explanation.alertmanagers[0]?.deliveries ?? [];
  expect(pager?.timing.heldBackBy).toEqual(["silence s1"]);
  expect(pager?.timing.firstMessage?.at).toBe("2026-12-24T05:00:30Z");
});

test("a silence for some of the alerts, or for later, holds nothing back now", () => {
  const some = [{ name: "instance", value: "other.*", isRegex: true }];
  const partly = one(named("NodeDown"), { "silences.json": silence({ matchers: some }) });
  expect(partly.silences).toMatchObject([{ isAboutExample: false, state: "active" }]);
  const later = one(named("NodeDown"), {
    "silences.json": silence({ startsAt: "2026-12-24T03:00:00Z" }),
  });
  expect(later.silences).toMatchObject([{ state: "pending" }]);
  expect(later.alertmanagers[0]?.deliveries[0]?.timing.heldBackBy).toEqual([]);
  const over = one(named("NodeDown"), {
    "silences.json": silence({ endsAt: "2026-12-24T01:00:00Z" }),
  });
  expect(over.silences).toEqual([]);
});

test("silences that cannot be read are counted, not taken for none", () => {
  const broken = silence({ matchers: [{ name: "team", value: "(", isRegex: true }] });
  const { silences, notes } = one(named("NodeDown"), { "silences.json": broken });
  expect(silences).toEqual([]);
  expect(notes).toContain("1 of the silences cannot be read and were left out");
});

test("other alerts of the set are named where they may be in the same group", () => {
  const grouped = routes.replace("group_by: [alertname, instance]", "group_by: [instance]");
  const [of] = one(named("NodeDown"), { "alertmanager.yml": grouped }).alertmanagers;
  const [pager, chat] = of?.deliveries ?? [];
  expect(pager?.group).toMatchObject({ by: ["instance"], with: ["DiskFull"] });
  expect(chat?.group.key).toBe('{}/{team="infra"}:{instance="host-1:9100"}');
});

test("Tocsin is told at the first message of the route that leads to it", () => {
  const told: ToldToTocsin[] = [];
  const noInfra = routes.replace('team="infra"', 'team="nobody"');
  const [of] = one(
    named("NodeDown"),
    { "alertmanager.yml": noInfra },
    {
      escalationOf: (what) => {
        told.push(what);
        return { kind: "none", because: "asked" };
      },
    },
  ).alertmanagers;
  expect(of?.escalation).toEqual({ kind: "none", because: "asked" });
  expect(told).toMatchObject([
    { receiver: "tocsin", at: AT + 30_000, startsAt: AT, groupLabels: { alertname: "NodeDown" } },
  ]);
});

test("without a route to Tocsin there is no escalation, and it says so", () => {
  const [of] = one(named("DiskFull", { severity: "warning" })).alertmanagers;
  expect(of?.escalation).toMatchObject({ kind: "none" });
  expect(of?.escalation).toHaveProperty("because", expect.stringContaining("no route leads"));
});

test("variants of an alert are explained each, and labels choose among them", () => {
  expect(explained(named("DiskFull")).map(({ severity }) => severity)).toEqual([
    "warning",
    "critical",
  ]);
  expect(one(named("DiskFull", { severity: "critical" })).severity).toBe("critical");
});

test("rules and routes that stand in two files are shown once", () => {
  const explanation = one(named("NodeDown"), { "copy.yml": rules, "copy-am.yml": routes });
  expect(explanation.alertmanagers.map(({ file }) => file)).toEqual(["alertmanager.yml"]);
});

test("an alert that nobody defines is answered with the one that was probably meant", () => {
  expect(() => explained(named("NodeDwn"))).toThrow(/no rule .* "NodeDwn": did you mean NodeDown/);
  expect(() => explained(named("Completely"))).toThrow(/ask for one of DiskFull, NodeDown, Never/);
});

test("labels that an alert never has are refused with those that it has", () => {
  expect(() => explained(named("NodeDown", { severity: "warning" }))).toThrow(
    /NodeDown never has .* severity="critical"/,
  );
});

test("a label set is taken as it is, with the alerts that may have it", () => {
  const labels = { severity: "critical", team: "infra", mountpoint: "/tmp/x" };
  const { rule, example, notes, alertmanagers } = one({ name: undefined, labels });
  expect(rule).toBeNull();
  expect(example.labels).toEqual(labels);
  expect(notes[0]).toMatch(/may have these labels: DiskFull/);
  const receivers = alertmanagers[0]?.deliveries.map(({ receiver }) => receiver);
  expect(receivers).toEqual(["pager", "nobody"]);
});

test("what keeps an answer from being complete is noted", () => {
  const { notes, example } = one(named("Never"));
  expect(notes.join("\n")).toContain("never gives a result");
  expect(example.labels).toEqual({ alertname: "Never" });
  const broken = rules.replace('up{job="node"} == 0', 'up{job="node"} == ');
  expect(one(named("NodeDown"), { "rules.yml": broken }).notes.join("\n")).toContain(
    "its expression is broken",
  );
});

test("relabelling on the way is applied: a dropped alert never arrives", () => {
  const prometheus = `
global: {scrape_interval: 15s, external_labels: {cluster: eu}}
alerting:
  alert_relabel_configs:
    - {source_labels: [alertname], regex: NodeDown, action: drop}
scrape_configs: []
`;
  const down = one(named("NodeDown"), { "prometheus.yml": prometheus });
  expect(down.notes.join("\n")).toContain("never arrives");
  const full = one(named("DiskFull", { severity: "warning" }), { "prometheus.yml": prometheus });
  expect(full.example.labels).toMatchObject({ cluster: "eu" });
  expect(full.rule?.scrapedEvery).toBe("15s");
});
