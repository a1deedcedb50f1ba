import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ana,
  policy,
  shop,
  smallInput,
  smallRunbooks,
  smallSystem,
  team,
} from "../../test/small-system.ts";
import { alert } from "../model/define/alert.ts";
import { availability } from "../model/define/availability.ts";
import { counter } from "../model/define/counter.ts";
import { defineEscalationPolicy } from "../model/define/escalation-policy.ts";
import { definePerson, email } from "../model/define/person.ts";
import { defineService } from "../model/define/service.ts";
import { defineTeam } from "../model/define/team.ts";
import { promql } from "../promql/promql.ts";
import { readSystem } from "./read-system.ts";

const rules = (raw: unknown): string[] =>
  readSystem(raw, smallRunbooks).mistakes.map(({ rule }) => rule);

const messages = (raw: unknown): string[] =>
  readSystem(raw, smallRunbooks).mistakes.map(({ message }) => message);

const serviceWith = (...alerts: ReturnType<typeof alert>[]) =>
  defineService({ name: "shop", namespace: "shop", owner: team, alerts });

const rest = {
  severity: "warning",
  when: promql`up == 0`,
  because: "it matters",
  summary: "down",
  runbook: "runbooks/shop-down.md",
} as const;

test("a system that is right is read, unchanged", () => {
  const { system, mistakes } = readSystem(smallSystem(), smallRunbooks);
  expect(mistakes).toEqual([]);
  expect(system).toEqual(smallSystem());
});

test("a person who is told but not declared is named with the policy and the step", () => {
  const dan = definePerson({ id: "dan", name: "Dan", contactMethods: [email("dan@example.com")] });
  const escalation = defineEscalationPolicy({
    id: "everybody",
    severities: ["critical"],
    steps: [
      { after: "5m", tell: [ana], unless: "acknowledged" },
      { after: "1m", tell: [dan], unless: "acknowledged" },
    ],
  });
  const raw = smallSystem({ escalationPolicies: [escalation] });
  expect(messages(raw)).toEqual([
    'escalation policy "everybody", step 2 tells "dan", who is not among the system\'s people',
    'escalation policy "everybody", step 2 comes before step 1',
  ]);
});

test("a policy or team that is not listed is named where it is used", () => {
  const other = defineEscalationPolicy({ ...policy, id: "other", steps: [] });
  const lost = defineTeam({ id: "lost", name: "Lost", escalationPolicy: other });
  expect(rules(smallSystem({ teams: [team, lost] }))).toEqual(["unknown-policy"]);
  expect(rules(smallSystem({ defaultTeam: lost }))).toEqual(["unknown-team"]);
});

test("names that stand for two things are found across services, objectives and Tocsin's own alerts", () => {
  const again = alert("ShopDown", rest);
  const watchdog = alert("Watchdog", rest);
  const raw = smallSystem({
    services: [shop, { ...serviceWith(again, watchdog), name: "till" }],
    people: [ana, ana],
  });
  expect(rules(raw)).toEqual(["duplicate-name", "duplicate-name", "duplicate-name"]);
});

test("a critical alert needs a policy that pages for critical alerts", () => {
  const quiet = defineEscalationPolicy({
    id: "everybody",
    severities: ["warning"],
    steps: [{ after: "0s", tell: [ana], unless: "acknowledged" }],
  });
  expect(rules(smallSystem({ escalationPolicies: [quiet] }))).toEqual(["critical-pages-nobody"]);
});

test("without a direct receiver nothing is built", () => {
  const missing: Record<string, unknown> = { ...smallSystem() };
  delete missing["direct"];
  expect(messages(missing)).toContain('system "shop": `direct` is missing');
  const empty = { ...smallSystem(), direct: {} };
  expect(messages(empty)).toEqual(
    expect.arrayContaining([
      'system "shop": `direct.runbook` is missing',
      'system "shop": `direct` reaches nobody',
    ]),
  );
  const nobody = smallSystem({ direct: { runbook: "runbooks/without-tocsin.md" } });
  expect(messages(nobody)).toEqual(['system "shop": `direct` reaches nobody']);
});

test("messages are held to the labels that the alert carries", () => {
  const speaks = alert("Speaks", {
    ...rest,
    // @ts-expect-error the result carries no labels
    summary: ({ labels }) => `${labels.method} fails`,
  });
  expect(messages(smallSystem({ services: [serviceWith(speaks)] }))).toEqual([
    'alert "Speaks" speaks of labels.method, which its result is not said to carry',
  ]);
});

test("labels that Tocsin sets cannot be set", () => {
  const sets = alert("Sets", { ...rest, labels: { severity: "none", "bad-name": "x" } });
  expect(rules(smallSystem({ services: [serviceWith(sets)] })).sort()).toEqual([
    "reserved-label",
    "wrong-field",
  ]);
});

test("an objective that no alert can serve is explained", () => {
  const objective = (target: string) =>
    availability({
      target,
      window: "30d",
      bad: counter("bad_total"),
      total: counter("all_total"),
      job: "shop",
      burn: { alert: "Burns", because: "it matters", runbook: "runbooks/shop-down.md" },
    });
  const withTarget = (target: string) =>
    smallSystem({ services: [{ ...shop, objectives: [objective(target)] }] });
  expect(rules(withTarget("99.9%"))).toEqual([]);
  expect(rules(withTarget("90%"))).toEqual(["unsound-objective"]);
  expect(rules(withTarget("100%"))).toEqual(["unsound-objective"]);
  expect(rules(withTarget("0.999"))).toEqual(["wrong-field"]);
  const noWindow = { ...objective("99.9%"), window: "0d" };
  expect(messages(smallSystem({ services: [{ ...shop, objectives: [noWindow] }] }))).toEqual([
    'objective "availability": `window` is "0d"',
  ]);
});

test("what happens again and again cannot happen without a pause", () => {
  const hasty = { ...policy, repeat: { every: "0s", times: 1 } };
  const raw = smallSystem({
    escalationPolicies: [hasty],
    evaluationInterval: "0s",
    alertmanager: { groupWait: "0s", groupInterval: "0s", watchdogEvery: "0" },
  });
  expect(messages(raw)).toEqual([
    'escalation policy "everybody": `repeat.every` is "0s"',
    'system "shop": `evaluationInterval` is "0s"',
    'system "shop": `alertmanager.groupInterval` is "0s"',
    'system "shop": `alertmanager.watchdogEvery` is "0"',
  ]);
});

test("what Alertmanager would refuse, or could not send with, is refused first", () => {
  const { email: mail, runbook } = smallInput.direct;
  if (mail === undefined) throw new Error("the small system has direct mail");
  expect(messages(smallSystem({ groupBy: ["service", "cluster", "service"] }))).toEqual([
    'system "shop": `groupBy[2]` repeats "service"',
  ]);
  expect(messages(smallSystem({ direct: { runbook, email: { ...mail, username: "a" } } }))).toEqual(
    ['system "shop": `direct.email` signs in with half of what it takes'],
  );
  const tocsin = { ...smallInput.tocsin, url: "http://tocsin:9095?tenant=a" };
  expect(messages(smallSystem({ tocsin }))).toEqual([
    'system "shop": `tocsin.url` is "http://tocsin:9095?tenant=a"',
  ]);
});

test("labels that Kubernetes would refuse are refused first", () => {
  const kubernetes = {
    ...smallInput.kubernetes,
    ruleLabels: { "example.com/role": "alerts_1", "a b": "", release: "not a value" },
  };
  expect(messages(smallSystem({ kubernetes }))).toEqual([
    'system "shop": `kubernetes.ruleLabels.a b` has the name "a b"',
    'system "shop": `kubernetes.ruleLabels.release` is "not a value"',
  ]);
});

test("nobody is told twice by one step, or tried twice in one way", () => {
  const step = { after: "0s", tell: [ana, ana], unless: "acknowledged" } as const;
  const twice = defineEscalationPolicy({
    id: "everybody",
    severities: ["critical"],
    steps: [step],
  });
  const double = { ...ana, contactMethods: [...ana.contactMethods, ...ana.contactMethods] };
  expect(messages(smallSystem({ people: [double], escalationPolicies: [twice] })).sort()).toEqual([
    'escalation policy "everybody": `steps[0].tell[1]` repeats "ana"',
    'person "ana": `contactMethods[1]` repeats "email:ana@example.com"',
  ]);
});

test("a label is fixed text, because Prometheus would expand a template in it", () => {
  const changing = alert("Changing", { ...rest, labels: { value: "{{ $value }}" } });
  expect(messages(smallSystem({ services: [serviceWith(changing)] }))).toEqual([
    'alert "Changing": `labels.value` is "{{ $value }}"',
  ]);
});

test("no alert takes the name of a page or alert that Tocsin makes", () => {
  const services = [serviceWith(alert("Index", rest), alert("WatchdogSettled", rest))];
  expect(rules(smallSystem({ services })).sort()).toEqual(["duplicate-name", "wrong-field"]);
});

test("all mistakes are reported at once, each with its place and what to do", () => {
  const broken = alert("not a name", {
    ...rest,
    when: promql`sum(up`,
    for: "5 minutes",
    runbook: "runbooks/none.md",
  });
  const { mistakes } = readSystem(
    smallSystem({
      services: [serviceWith(broken)],
      people: [],
      groupBy: ["not a label"],
      deadMansSwitch: { url: "switch" },
    }),
    smallRunbooks,
  );
  expect(mistakes.map(({ message }) => message).sort()).toMatchInlineSnapshot(`
    [
      "alert "not a name" has the runbook runbooks/none.md, which does not exist",
      "alert "not a name": Prometheus refuses its query: a ( is not closed, at \`(up\`",
      "alert "not a name": \`for\` is "5 minutes"",
      "alert "not a name": \`name\` is "not a name"",
      "escalation policy "everybody", step 1 tells "ana", who is not among the system's people",
      "system "shop": \`deadMansSwitch.url\` is "switch"",
      "system "shop": \`groupBy[0]\` is "not a label"",
      "system "shop": \`people\` has no people",
    ]
  `);
  for (const { place, mend } of mistakes) {
    expect(place?.line).toBeGreaterThan(0);
    expect(mend).not.toBe("");
  }
});

test("whatever it is given, reading reports rather than throws", () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      expect(readSystem(raw, smallRunbooks).mistakes.length).toBeGreaterThan(0);
    }),
  );
});

test("a system that lost or garbled any one field is refused or still right, never a crash", () => {
  const system = smallSystem();
  const keys = Object.keys(system).filter((key) => key !== "definedAt");
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      const raw = { ...system, [key]: value };
      const { system: read } = readSystem(raw, smallRunbooks);
      if (read !== undefined) expect(read).toEqual(raw);
    }),
  );
});
