import * as z from "zod";
import { fingerprintOf, type Labels } from "../../src/labels/labels.ts";
import { eventually } from "../running-server.ts";

const alertsSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    status: z.object({ inhibitedBy: z.array(z.string()), silencedBy: z.array(z.string()) }),
  }),
);

/** What the program says of one alert that it was given. */
export type MutedStatus = {
  /** Fingerprints of alerts that keep it back. */
  readonly inhibitedBy: readonly string[];
  /** Ids of silences about it. */
  readonly silencedBy: readonly string[];
};

const post = async (url: string, body: object): Promise<unknown> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
};

/** A matcher of a silence as the API has it. */
export type ApiMatcher = {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
};

/** Sets a silence from now on for an hour, and gives its id. */
export const setSilence = async (url: string, matchers: readonly ApiMatcher[]): Promise<string> => {
  const now = Date.now();
  const answer = await post(`${url}/api/v2/silences`, {
    matchers,
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + 3_600_000).toISOString(),
    createdBy: "proof",
    comment: "proof",
  });
  return z.object({ silenceID: z.string() }).parse(answer).silenceID;
};

const statuses = async (url: string) => {
  const response = await fetch(`${url}/api/v2/alerts`);
  return alertsSchema.parse(await response.json());
};

/**
 * Lets alerts fire in a running Alertmanager and tells what keeps each back, in their order. Inhibition takes note of
 * alerts a moment after the API does: an alert that inhibits by its rule `settled` shows that it has.
 */
export const mutedStatuses = async (
  url: string,
  alerts: readonly Labels[],
): Promise<readonly MutedStatus[]> => {
  const markers = [{ settled: "source" }, { settled: "target" }];
  await post(
    `${url}/api/v2/alerts`,
    [...alerts, ...markers].map((labels) => ({ labels })),
  );
  const found = await eventually(async () => {
    const all = await statuses(url);
    const isSettled = all.some(
      ({ labels, status }) => labels["settled"] === "target" && status.inhibitedBy.length > 0,
    );
    return isSettled ? all : false;
  });
  const byFingerprint = new Map(
    found.map(({ labels, status }) => [fingerprintOf(labels), status] as const),
  );
  return alerts.map((labels) => {
    const status = byFingerprint.get(fingerprintOf(labels));
    if (status === undefined) throw new Error(`no such alert: ${JSON.stringify(labels)}`);
    return status;
  });
};

/** The rule by which it is seen that inhibition has taken note of everything that was posted before. */
export const SETTLED_RULE = {
  source_matchers: ['settled="source"'],
  target_matchers: ['settled="target"'],
};
