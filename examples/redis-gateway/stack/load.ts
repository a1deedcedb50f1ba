import type { Clock } from "../clock.ts";

export type LoadOptions = {
  url: string;
  apiKey: string;
  requestsPerSecond: number;
};

/** A steady stream of requests, as clients of the gateway would send. */
export type Load = {
  /** Answers so far by status; `none` counts requests that got no answer at all. */
  answers(): ReadonlyMap<number | "none", number>;
  stop(): Promise<void>;
};

const MAX_IN_FLIGHT = 100;
const KEYS = 50;

/** One request in five writes, as with most caches; each key is written, then looked at. */
const requestNumber = (count: number): { method: string; path: string; body?: unknown } => {
  const key = `demo-${Math.floor(count / 5) % KEYS}`;
  switch (count % 5) {
    case 0:
      return { method: "PUT", path: `/v1/keys/${key}`, body: { value: `${count}`, ttl: 600 } };
    case 1:
      return { method: "POST", path: "/v1/command", body: { command: "EXISTS", args: [key] } };
    default:
      return { method: "GET", path: `/v1/keys/${key}` };
  }
};

export const startLoad = (options: LoadOptions, clock: Clock): Load => {
  const answers = new Map<number | "none", number>();
  const inFlight = new Set<Promise<void>>();
  const stopping = new AbortController();

  const send = async (count: number): Promise<number | "none"> => {
    const { method, path, body } = requestNumber(count);
    try {
      const response = await fetch(options.url + path, {
        method,
        headers: { "x-api-key": options.apiKey, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return "none";
    }
  };

  const run = async () => {
    const startedAt = clock.now();
    for (let count = 0; !stopping.signal.aborted; count++) {
      const dueAt = startedAt + (count * 1000) / options.requestsPerSecond;
      await clock.sleep(Math.max(0, dueAt - clock.now()), stopping.signal);
      // A client that is this far behind waits; it does not pile up more.
      if (inFlight.size >= MAX_IN_FLIGHT) continue;
      const request: Promise<void> = send(count).then((answer) => {
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        inFlight.delete(request);
      });
      inFlight.add(request);
    }
    await Promise.all(inFlight);
  };

  const running = run();
  return {
    answers: () => answers,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
