import type { FastifyInstance } from "fastify";
import type { Engine } from "./engine.ts";
import { problem } from "./problem.ts";

export type Operations = {
  /** Null when everything works; else what does not. */
  whyNotReady(): string | null;
  /** Loads the catalogue again; null when that worked, else the reason. The old one stays. */
  reload(): Promise<string | null>;
  /** Brings gauges that depend on the present moment up to date. */
  measure(): void;
};

/** Health, readiness, reload and metrics, as Prometheus's own programs have them. */
export const operationRoutes = (
  app: FastifyInstance,
  engine: Engine,
  operations: Operations,
): void => {
  app.get("/-/healthy", { config: { access: "open" } }, async (_request, reply) =>
    reply.type("text/plain").send("Tocsin is healthy.\n"),
  );

  app.get("/-/ready", { config: { access: "open" } }, async (_request, reply) => {
    const reason = operations.whyNotReady();
    return reason === null
      ? reply.type("text/plain").send("Tocsin is ready.\n")
      : reply.code(503).type("text/plain").send(`Tocsin is not ready: ${reason}\n`);
  });

  app.route({
    method: ["POST", "PUT"],
    url: "/-/reload",
    config: { access: "api" },
    handler: async (_request, reply) => {
      const reason = await operations.reload();
      return reason === null
        ? reply.type("text/plain").send("")
        : reply.code(500).type("text/plain").send(`failed to reload config: ${reason}\n`);
    },
  });

  app.get("/-/reload", { config: { access: "api" } }, async (_request, reply) =>
    problem(reply.header("Allow", "POST, PUT"), 405, "Only POST or PUT requests allowed"),
  );

  app.get("/metrics", { config: { access: "metrics" } }, async (_request, reply) => {
    const { registry } = engine.measures;
    operations.measure();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};
