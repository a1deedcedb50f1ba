import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pageMessage } from "../../test/fakes/page-message.ts";
import type { PageAlert } from "./channel.ts";
import { renderHtml } from "./page-html.ts";
import { oneLine, renderText, subject } from "./page-text.ts";

const alert = (differences: Partial<PageAlert>): PageAlert => ({
  name: "RedisInstanceDown",
  summary: "",
  description: "",
  runbookUrl: null,
  labels: {},
  ...differences,
});

test("the text says what to do first, then what is known", () => {
  expect(renderText(pageMessage({ moreAlerts: 2 }))).toBe(`\
[critical] #12 Redis redis-0:9121 does not answer

Acknowledge: http://127.0.0.1:9095/pages/0192/acknowledge

For Ana Lind: not acknowledged after 5m.
redis-gateway, open since 2026-01-05 09:00:00 UTC

- RedisInstanceDown: Redis redis-0:9121 does not answer
  Clients of this instance get no answer.
  Failover needs a hand.
  runbook: https://runbooks.example/redis-instance-down
  instance="redis-0:9121" severity="critical"

and 2 more alerts

Incident: http://127.0.0.1:9095/incidents/12
`);
});

test("the HTML has one button, and runs nothing that an alert brings", () => {
  const html = renderHtml(
    pageMessage({
      alerts: [
        alert({
          summary: '<script>alert("1")</script>',
          description: "a & b",
          runbookUrl: "javascript:alert(1)",
          labels: { path: '"><img src=x onerror=alert(1)>' },
        }),
        alert({ runbookUrl: 'https://runbooks.example/"><script>' }),
      ],
    }),
  );
  expect(html).not.toMatch(/<script|<img|href="javascript/);
  expect(html).toContain("&lt;script&gt;");
  expect(html).toContain("javascript:alert(1)");
  expect(html).toContain('href="https://runbooks.example/&quot;&gt;&lt;script&gt;"');
  expect(html.match(/>Acknowledge</g)).toHaveLength(1);
});

test("a text of any length and content makes one bounded, well-formed line", () => {
  void fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.integer({ min: 2, max: 40 }),
      (text, limit) => {
        const line = oneLine(text, limit);
        expect(line.length).toBeLessThanOrEqual(limit);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      },
    ),
  );
});

test("long texts are cut where a person can see it", () => {
  const { incident } = pageMessage();
  const long = subject(pageMessage({ incident: { ...incident, title: "x".repeat(1000) } }));
  expect(long).toHaveLength(200);
  expect(long.endsWith("…")).toBe(true);
  const text = renderText(pageMessage({ alerts: [alert({ description: "y".repeat(1e6) })] }));
  expect(text.length).toBeLessThan(3000);
});
