import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { GatewayError } from "./gateway-error.ts";
import type { RedisPool } from "./redis-pool.ts";
import { parseRequest } from "./request.ts";

const MAX_KEY_BYTES = 512;

const paramsSchema = z.object({
  key: z
    .string()
    .min(1)
    .refine((key) => Buffer.byteLength(key) <= MAX_KEY_BYTES, `is over ${MAX_KEY_BYTES} bytes`),
});

const putSchema = z.strictObject({
  value: z.string(),
  /** Seconds until the key expires; without it the key stays. */
  ttl: z.int().min(1).optional(),
});

const noSuchKey = () =>
  new GatewayError(404, "key_not_found", { message: "There is no such key." });

export const addKeyRoutes = (app: FastifyInstance, pool: RedisPool): void => {
  app.get("/v1/keys/:key", { config: { scope: "redis:read" } }, async (request) => {
    const { key } = parseRequest(paramsSchema, request.params);
    const [value, ttl] = await pool.use((redis) => Promise.all([redis.get(key), redis.ttl(key)]));
    if (value === null) throw noSuchKey();
    return { key, value, ttl: ttl < 0 ? null : ttl };
  });

  app.put("/v1/keys/:key", { config: { scope: "redis:write" } }, async (request, reply) => {
    const { key } = parseRequest(paramsSchema, request.params);
    const { value, ttl } = parseRequest(putSchema, request.body);
    await pool.use((redis) =>
      ttl === undefined ? redis.set(key, value) : redis.set(key, value, "EX", ttl),
    );
    return reply.code(204).send();
  });

  app.delete("/v1/keys/:key", { config: { scope: "redis:write" } }, async (request, reply) => {
    const { key } = parseRequest(paramsSchema, request.params);
    const removed = await pool.use((redis) => redis.del(key));
    if (removed === 0) throw noSuchKey();
    return reply.code(204).send();
  });
};
