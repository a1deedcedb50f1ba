import { expect, test } from "vitest";
import { parseYaml } from "../../../lib/located-yaml.ts";
import { readAlertmanagerConfigResource } from "./read-resource.ts";

const documentOf = (text: string) => {
  const [document] = parseYaml(text, "config.yaml").documents;
  if (document === undefined) throw new Error("no document");
  return document;
};

const read = (text: string) => readAlertmanagerConfigResource(documentOf(text), "current");

const SHOP = `
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: routing, namespace: shop }
spec:
  route:
    receiver: pager
    groupBy: [job]
    groupWait: 10s
    routes:
      - matchers: [{ name: severity, value: warn.*, matchType: '=~' }, { name: a, value: b, regex: true }]
        muteTimeIntervals: [night]
        receiver: chat
  receivers:
    - name: pager
      pagerdutyConfigs:
        - routingKey: { name: secret, key: k }
          sendResolved: false
          clientURL: '{{ .ExternalURL }}'
          details: [{ key: runbook, value: '{{ .x }}' }]
          pagerDutyLinkConfigs: [{ href: h }]
    - name: chat
      slackConfigs: [{ apiURL: { name: s, key: k }, titleLink: l, fields: [{ title: t, value: v }] }]
  inhibitRules:
    - sourceMatch: [{ name: severity, value: critical }]
      targetMatch: [{ name: severity, value: warning, matchType: '=' }]
      equal: [job]
  muteTimeIntervals:
    - name: night
      timeIntervals:
        - times: [{ startTime: '22:00', endTime: '24:00' }]
          weekdays: ['monday:friday']
          daysOfMonth: [{ start: 1, end: 5 }, { start: 9 }]
`;

test("a resource is read with its names as the operator takes them over", () => {
  const { resource, problems } = read(SHOP);
  expect(problems).toEqual([]);
  expect(resource).toMatchObject({
    namespace: { text: "shop" },
    name: "routing",
    route: {
      receiver: { text: "shop/routing/pager" },
      groupWaitMs: 10_000,
      matchers: [],
      routes: [
        {
          receiver: { text: "shop/routing/chat" },
          continues: false,
          matchers: [
            { name: "severity", operator: "=~", value: "warn.*" },
            { name: "a", operator: "=~", value: "b" },
          ],
          muteTimeIntervals: [{ text: "shop/routing/night" }],
        },
      ],
    },
    inhibitRules: [
      {
        source: [{ name: "severity" }],
        target: [{ name: "severity" }],
      },
    ],
    timeIntervals: [
      {
        name: { text: "shop/routing/night" },
        intervals: [
          {
            times: [{ from: 1320, to: 1440 }],
            daysOfMonth: [
              { from: 1, to: 5 },
              { from: 9, to: 9 },
            ],
          },
        ],
      },
    ],
  });
});

test("templates are found under the operator's names, and secrets are none", () => {
  const integrations = read(SHOP).resource?.receivers.flatMap((receiver) => receiver.integrations);
  expect(
    integrations?.map(({ kind, sendResolved, templates }) => [
      `${kind} ${sendResolved}`,
      ...templates.map(({ field, text }) => `${field}: ${text.text}`),
    ]),
  ).toEqual([
    [
      "pagerduty false",
      "client_url: {{ .ExternalURL }}",
      "details.runbook: {{ .x }}",
      "links.0.href: h",
    ],
    ["slack false", "title_link: l", "fields.0.title: t", "fields.0.value: v"],
  ]);
});

test("a name with its prefix stands where it was written", () => {
  const receiver = read(SHOP).resource?.route?.receiver;
  expect(receiver?.placeAt(0)).toMatchObject({ line: 7, column: 15 });
  expect(receiver?.placeAt("shop/routing/p".length)).toMatchObject({ line: 7, column: 16 });
});

test("mistakes are found at their places", () => {
  const text = `
kind: AlertmanagerConfig
metadata: { name: a }
spec:
  route:
    receiver: nobody
    groupInterval: 0s
    group_by: [x]
    matchers: [{ name: a, matchType: '==' }]
  receivers: [{ name: somebody }]
`;
  expect(read(text).problems.map(({ place, message }) => `${place.line}: ${message}`)).toEqual([
    "8: route has no field group_by",
    '9: "==" is no type of match',
    "7: groupInterval cannot be zero",
    '6: undefined receiver "default/a/nobody" used in route',
  ]);
});
