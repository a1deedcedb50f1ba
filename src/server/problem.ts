import type { FastifyReply } from "fastify";

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  422: "Cannot be processed",
  500: "Internal error",
  503: "Not available",
};

/** Answers with an error that says what happened and what to do (RFC 9457). */
export const problem = (reply: FastifyReply, status: number, detail: string): FastifyReply =>
  reply
    .code(status)
    .type("application/problem+json")
    .send({ type: "about:blank", title: TITLES[status] ?? "Error", status, detail });
