import { expect, test } from "vitest";
import { type MessageAlert, messageData } from "./message-data.ts";

const alert = (over: Partial<MessageAlert>): MessageAlert => ({
  labels: { alertname: "A" },
  annotations: {},
  startsAt: 1000,
  endsAt: undefined,
  generatorUrl: "",
  ...over,
});

const dataOf = (alerts: readonly MessageAlert[], now = 5000) =>
  messageData({ alerts, groupLabels: {}, receiver: "team.web (x)", externalUrl: "http://a", now });

test("only what all alerts have alike is common", () => {
  const { commonLabels, commonAnnotations } = dataOf([
    alert({ labels: { a: "1", b: "2", c: "" }, annotations: { s: "x", t: "y" } }),
    alert({ labels: { a: "1", b: "3" }, annotations: { s: "x" } }),
  ]);
  expect(commonLabels).toEqual({ a: "1", c: "" });
  expect(commonAnnotations).toEqual({ s: "x" });
});

test("an alert is resolved once its end has come, a group once all of its alerts are", () => {
  const ended = alert({ endsAt: 5000 });
  const ending = alert({ endsAt: 5001 });
  expect(dataOf([ended, ending]).alerts.map(({ status }) => status)).toEqual([
    "resolved",
    "firing",
  ]);
  expect(dataOf([ended, ending]).status).toBe("firing");
  expect(dataOf([ended]).status).toBe("resolved");
});

test("the receiver's name is quoted as a regular expression, as Alertmanager has it", () => {
  expect(dataOf([alert({})]).receiver).toBe("team\\.web \\(x\\)");
});
