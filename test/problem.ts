import type { LightMyRequestResponse } from "fastify";
import { expect } from "vitest";
import * as z from "zod";

const problemSchema = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
});

/** The detail of an answer that must be a problem (RFC 9457) of this status. */
export const problemDetail = (answer: LightMyRequestResponse, status: number): string => {
  expect(answer.statusCode, answer.body).toBe(status);
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  const problem = problemSchema.parse(answer.json());
  expect(problem.status).toBe(status);
  return problem.detail;
};
