import * as z from "zod";
import { USER_AGENT } from "../lib/version.ts";

/** A server's answer that ends a command, in words for the person who gave it. */
export class ServerRefusal extends Error {
  override readonly name = "ServerRefusal";
}

const problemSchema = z.object({ detail: z.string() });

const settings = (): { url: string; token: string } => {
  const url = process.env["TOCSIN_URL"] ?? "http://127.0.0.1:9095";
  const token = process.env["TOCSIN_TOKEN"];
  if (token === undefined || token === "") {
    throw new ServerRefusal(
      "set TOCSIN_TOKEN to an API token of the server, and TOCSIN_URL to its address if it is not http://127.0.0.1:9095",
    );
  }
  return { url: url.replace(/\/+$/, ""), token };
};

/** Asks the server that TOCSIN_URL names, and reads its answer with `schema`. */
export const ask = async <T>(
  method: "GET" | "POST",
  path: string,
  { schema, body }: { schema: z.ZodType<T>; body?: object },
): Promise<T> => {
  const { url, token } = settings();
  const request = {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      "User-Agent": USER_AGENT,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await fetch(`${url}${path}`, request).catch((cause) => {
    throw new ServerRefusal(`no Tocsin answers at ${url}: is TOCSIN_URL right?`, { cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = problemSchema.safeParse(answer);
    throw new ServerRefusal(
      problem.success ? problem.data.detail : `${url} answered ${response.status}`,
    );
  }
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new ServerRefusal(
    `what answers at ${url} is not Tocsin, or another version of it: is TOCSIN_URL right?`,
    { cause: read.error },
  );
};
