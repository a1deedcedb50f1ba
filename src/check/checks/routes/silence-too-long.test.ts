import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { silenceTooLong } from "./silence-too-long.ts";

const found = (endsAt: string, state = "active") =>
  foundBy(silenceTooLong, {
    "silences.json": `[{"id": "5c1e", "status": {"state": "${state}"}, "comment": "until it is mended",
 "createdBy": "ada", "startsAt": "2026-11-20T08:00:00Z", "endsAt": "${endsAt}",
 "matchers": [{"name": "alertname", "value": "DiskFull", "isRegex": false}]}]`,
  });

test("a silence of more than a week is found at its end, with who set it and why", () => {
  expect(found("2027-11-20T08:00:00Z")).toMatchObject([
    {
      severity: "warning",
      line: 2,
      column: 68,
      subject: "silence 5c1e",
      message:
        'this silence lasts 365 days, and whoever set it will not think of it for so long\nset by ada: "until it is mended"',
    },
  ]);
});

test("a silence of a week, or one that is over, is let be", () => {
  expect(found("2026-11-27T08:00:00Z")).toEqual([]);
  expect(found("2027-11-20T08:00:00Z", "expired")).toEqual([]);
});
