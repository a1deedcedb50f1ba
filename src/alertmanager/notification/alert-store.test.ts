import { expect, test } from "vitest";
import { type Alert, alertOf } from "./alert.ts";
import { createAlertStore } from "./alert-store.ts";

const MINUTE = 60_000;

const alert = (at: number, times: { startsAt: number; endsAt: number }): Alert => {
  const taken = alertOf({ at, labels: { a: "1" }, ...times }, MINUTE);
  if (taken === undefined) throw new Error("refused");
  return taken;
};

test("what is known of an alert is merged with what comes", () => {
  const store = createAlertStore(0);
  store.put(alert(0, { startsAt: 0, endsAt: 60 * MINUTE }));
  const held = store.put(alert(MINUTE, { startsAt: MINUTE, endsAt: MINUTE }));
  expect(held).toMatchObject({ startsAt: 0, endsAt: MINUTE });
});

test("a resolved alert is known until the next half hour of Alertmanager's life", () => {
  const startAfter = (minutes: number) => {
    const store = createAlertStore(0);
    store.put(alert(0, { startsAt: 0, endsAt: 20 * MINUTE }));
    const at = minutes * MINUTE;
    // Posted late: it begins while the one before was firing.
    return store.put(alert(at, { startsAt: 10 * MINUTE, endsAt: 90 * MINUTE })).startsAt;
  };
  expect(startAfter(29)).toBe(0);
  expect(startAfter(31)).toBe(10 * MINUTE);
});
