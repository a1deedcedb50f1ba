import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { requireScope } from "./authentication.ts";
import { scopeOfCommand } from "./commands.ts";
import { GatewayError } from "./gateway-error.ts";
import type { RedisPool } from "./redis-pool.ts";
import { parseRequest } from "./request.ts";

const bodySchema = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.string()).max(1000).default([]),
});

export const addCommandRoute = (app: FastifyInstance, pool: RedisPool): void => {
  app.post("/v1/command", async (request) => {
    const { command, args } = parseRequest(bodySchema, request.body);
    const scope = scopeOfCommand(command);
    if (scope === undefined) {
      throw new GatewayError(403, "command_not_allowed", {
        message: `${command} is not among the commands that this gateway passes on.`,
      });
    }
    requireScope(request.scopes, scope);
    return { result: await pool.use((redis) => redis.call(command, args)) };
  });
};
