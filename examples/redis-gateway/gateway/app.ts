import type { FastifyError, FastifyInstance } from "fastify";
import Fastify from "fastify";
import type { Authenticate, Scope } from "./authentication.ts";
import { requireScope } from "./authentication.ts";
import { addCommandRoute } from "./command-route.ts";
import { errorBody, GatewayError } from "./gateway-error.ts";
import { addKeyRoutes } from "./key-routes.ts";
import type { GatewayMetrics } from "./metrics.ts";
import type { RedisPool } from "./redis-pool.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What the sender may do; null before authentication and on open routes. */
    scopes: ReadonlySet<Scope> | null;
  }
  interface FastifyContextConfig {
    /** Asked of the sender before the body is read. */
    scope?: Scope;
  }
}

export type GatewayParts = {
  pool: RedisPool;
  metrics: GatewayMetrics;
  authenticate: Authenticate;
  logLevel: string;
};

const MAX_BODY_BYTES = 1024 * 1024;
/** Three characters of a URL can stand for each byte of a key; longer ones get a 400 of ours. */
const MAX_PARAM_CHARACTERS = 4096;

const addErrorAnswers = (app: FastifyInstance): void => {
  app.setErrorHandler<FastifyError | GatewayError>((error, request, reply) => {
    if (error instanceof GatewayError) {
      if (error.status >= 500) request.log.error(error);
      if (error.status === 401) reply.header("www-authenticate", "Bearer");
      return reply.code(error.status).send(errorBody(error.code, error.message));
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      request.log.error(error);
      return reply.code(status).send(errorBody("internal", "The gateway failed. It was logged."));
    }
    return reply.code(status).send(errorBody("bad_request", error.message));
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(errorBody("no_such_endpoint", `There is no ${request.method} ${request.url}.`)),
  );
};

/** Without this a client that keeps its connection alive holds up the end for over a minute. */
const closeConnectionsAtTheEnd = (app: FastifyInstance): void => {
  let ending = false;
  app.addHook("preClose", (done) => {
    ending = true;
    done();
  });
  app.addHook("onSend", async (_request, reply) => {
    if (ending) reply.header("connection", "close");
  });
};

const addOpenRoutes = (app: FastifyInstance, { pool, metrics }: GatewayParts): void => {
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", async () => {
    await pool.use((redis) => redis.ping());
    return { status: "ready" };
  });
  app.get("/metrics", async (_request, reply) => {
    reply.type(metrics.contentType);
    return metrics.render();
  });
};

/** Adds what needs credentials and is measured. */
const addServiceRoutes = (app: FastifyInstance, parts: GatewayParts): void => {
  app.addHook("onRequest", async (request) => {
    const apiKey = request.headers["x-api-key"];
    request.scopes = await parts.authenticate({
      apiKey: typeof apiKey === "string" ? apiKey : undefined,
      authorization: request.headers.authorization,
    });
    const { scope } = request.routeOptions.config;
    if (scope !== undefined) requireScope(request.scopes, scope);
  });
  // Not onResponse: that one is skipped when the client has hung up, and a request that a client
  // gave up on is the one that must not be missing from the figures.
  app.addHook("onSend", async (request, reply) => {
    parts.metrics.observeRequest({
      method: request.method,
      endpoint: request.routeOptions.url ?? "",
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
  addKeyRoutes(app, parts.pool);
  addCommandRoute(app, parts.pool);
};

export const createApp = (parts: GatewayParts): FastifyInstance => {
  const app = Fastify({
    logger: { level: parts.logLevel, stream: process.stderr },
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
  });
  app.decorateRequest("scopes", null);
  closeConnectionsAtTheEnd(app);
  addErrorAnswers(app);
  addOpenRoutes(app, parts);
  app.register((scope, _options, done) => {
    addServiceRoutes(scope, parts);
    done();
  });
  return app;
};
