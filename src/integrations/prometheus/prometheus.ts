import * as z from "zod";
import type { Clock, Instant } from "../../lib/clock.ts";
import type { Secret } from "../../lib/secret.ts";
import { USER_AGENT } from "../../lib/version.ts";
import type { QueryRange, RangeSeries } from "../../prometheus/range-series.ts";
import type { QuerySample } from "../../prometheus/template/alert-functions.ts";
import { oneLine } from "../page-text.ts";
import { withinLimit } from "../time-limit.ts";
import { PrometheusFailure } from "./prometheus-failure.ts";
import { numberOf, rangeSeriesSchema, vectorSchema } from "./query-schemas.ts";

export type PrometheusSettings = {
  /** Its address, with the path under which it is served, such as `https://monitoring.example/prometheus`. */
  readonly url: string;
  /** For proxies that want one; user and password in the address are sent as well-known Basic authentication. */
  readonly token?: Secret | undefined;
  /** One question, from the connection to the end of the answer, in milliseconds. */
  readonly limitMs: number;
};

/** A Prometheus, or what answers like one, as those who read its data see it. */
export type Prometheus = {
  /** The address without credentials. */
  readonly url: string;
  /** The `data` of an answer of the HTTP API, such as `metadata` or `status/tsdb`. */
  readonly get: <T>(path: string, ask: Ask<T>) => Promise<T>;
  /** An instant query; a scalar is one sample without labels. */
  readonly query: (expr: string, at: Instant) => Promise<readonly QuerySample[]>;
  readonly queryRange: (expr: string, range: QueryRange) => Promise<readonly RangeSeries[]>;
};

export type Ask<T> = {
  /** Parameters; a list is sent as the same parameter again and again. */
  readonly with?: Readonly<Record<string, string | readonly string[]>>;
  readonly schema: z.ZodType<T>;
};

/** What is larger than this is asked for in smaller parts. */
const LARGEST_ANSWER = 256 * 1024 * 1024;

const answerSchema = z.union([
  z.object({ status: z.literal("success"), data: z.unknown() }),
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
]);

/** Messages with which Prometheus, Thanos and Mimir say that a question is too large, or takes too long. */
const TOO_MUCH =
  /too many (?:samples|points|chunks|series)|exceeded maximum resolution|query timed out|timed out in|the query (?:exceeded|hit)|max-/i;

const parametersOf = (parameters: Ask<unknown>["with"] = {}): URLSearchParams =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : value).map((one): [string, string] => [name, one]),
    ),
  );

const authorizationOf = ({ username, password }: URL, token: Secret | undefined): string | null => {
  if (token !== undefined) return `Bearer ${token.reveal()}`;
  if (username === "") return null;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
};

const readBody = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) {
      throw new PrometheusFailure("too-much", {
        message: `the answer is larger than ${LARGEST_ANSWER / 1024 / 1024} MiB`,
        mend: "ask for less time at once, or for fewer series",
      });
    }
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join("") + decoder.decode();
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

type Place = { readonly url: string; readonly path: string };

const noPrometheus = ({ url, path }: Place, status: number): PrometheusFailure => {
  const credentials = status === 401 || status === 403;
  return new PrometheusFailure("refused", {
    message: `${url}/api/v1/${path} answered ${status}, and not as Prometheus does`,
    mend: credentials
      ? "give credentials: user and password in the address, or TOCSIN_PROMETHEUS_TOKEN"
      : "give the address under which Prometheus is served, with its path where it has one",
  });
};

type Refused = { readonly error: string; readonly errorType: string };

const refusal = ({ error, errorType }: Refused, { status }: Response): PrometheusFailure => {
  const tooMuch = TOO_MUCH.test(error) || status === 503;
  return new PrometheusFailure(tooMuch ? "too-much" : "refused", {
    errorType,
    message: `Prometheus: ${oneLine(error)}`,
    mend: tooMuch
      ? "ask for less time at once, or raise --query.max-samples and --query.timeout"
      : "correct the question",
  });
};

const unreachable = (url: string, cause: unknown): PrometheusFailure => {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const because = reason instanceof Error ? oneLine(reason.message || reason.name) : String(reason);
  return new PrometheusFailure(
    "unreachable",
    {
      message: `no Prometheus answers at ${url}: ${because}`,
      mend: "see whether it runs, and whether the address is right",
    },
    { cause },
  );
};

const secondsOf = (at: Instant): string => (at / 1000).toFixed(3);

/** Throws PrometheusFailure when the address is none. */
const readAddress = (text: string): URL => {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url;
  throw new PrometheusFailure("refused", {
    message: `"${text}" is no address of a Prometheus`,
    mend: "give one such as http://127.0.0.1:9090",
  });
};

/** Questions to a Prometheus. They throw PrometheusFailure. */
export const createPrometheus = (settings: PrometheusSettings, clock: Clock): Prometheus => {
  const address = readAddress(settings.url);
  const url = `${address.origin}${address.pathname.replace(/\/+$/, "")}`;
  const authorization = authorizationOf(address, settings.token);
  const headers = {
    "User-Agent": USER_AGENT,
    "Content-Type": "application/x-www-form-urlencoded",
    ...(authorization === null ? {} : { Authorization: authorization }),
  };

  const send = async (path: string, parameters: URLSearchParams, signal: AbortSignal) => {
    const isQuery = path === "query" || path === "query_range";
    const asked = parameters.size === 0 || isQuery ? path : `${path}?${parameters}`;
    const request = isQuery
      ? ({ method: "POST", headers, signal, body: parameters.toString() } as const)
      : ({ method: "GET", headers, signal } as const);
    const response = await fetch(`${url}/api/v1/${asked}`, request);
    return { response, text: await readBody(response) };
  };

  const ask = async <T>(path: string, { with: parameters, schema }: Ask<T>): Promise<T> => {
    const limits = { clock, limitMs: settings.limitMs };
    const { response, text } = await withinLimit(limits, new AbortController().signal, (signal) =>
      send(path, parametersOf(parameters), signal).catch((error: unknown) => {
        if (error instanceof PrometheusFailure) throw error;
        if (!signal.aborted) throw unreachable(url, error);
        throw new PrometheusFailure("too-much", {
          message: `Prometheus gave no answer within ${settings.limitMs / 1000} s`,
          mend: "ask for less time at once",
        });
      }),
    );
    const answer = answerSchema.safeParse(parsedJson(text));
    if (!answer.success) throw noPrometheus({ url, path }, response.status);
    if (answer.data.status === "error") throw refusal(answer.data, response);
    const data = schema.safeParse(answer.data.data);
    if (!data.success) throw noPrometheus({ url, path }, response.status);
    return data.data;
  };

  return {
    url,
    get: ask,
    query: async (query, at) => {
      const { resultType, result } = await ask("query", {
        with: { query, time: secondsOf(at) },
        schema: vectorSchema,
      });
      if (resultType === "scalar") return [{ labels: {}, value: numberOf(result[1]) }];
      return result;
    },
    queryRange: async (query, { from, to, stepMs }) => {
      const { result } = await ask("query_range", {
        with: { query, start: secondsOf(from), end: secondsOf(to), step: secondsOf(stepMs) },
        schema: rangeSeriesSchema,
      });
      return result;
    },
  };
};
