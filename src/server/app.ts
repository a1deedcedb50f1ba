import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import { ZodError } from "zod";
import { guard } from "./access.ts";
import { incidentRoutes } from "./api/incidents.ts";
import type { Engine } from "./engine.ts";
import { type Operations, operationRoutes } from "./operations.ts";
import { type PageSettings, pageRoutes } from "./pages/routes.ts";
import { problem } from "./problem.ts";
import { notNow, refuseTooLarge, WEBHOOK_PATH, webhookRoutes } from "./webhooks.ts";

const BODY_LIMIT_BYTES = 64 * 1024;

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const zodText = (error: ZodError): string =>
  error.issues
    .map(({ path, message }) => `${path.length === 0 ? "the body" : path.join(".")}: ${message}`)
    .join("; ");

const answerErrors = (app: FastifyInstance, engine: Engine): void => {
  app.setErrorHandler<FastifyError | ZodError>(async (error, request, reply) => {
    if (error instanceof ZodError) return problem(reply, 422, zodText(error));
    const status = error.statusCode ?? 500;
    if (status === 413 && request.routeOptions.url === WEBHOOK_PATH) {
      return refuseTooLarge(engine, reply);
    }
    if (status < 500) return problem(reply, status, error.message);
    // Without its query, in which a link holds its signature.
    const url = request.url.split("?")[0];
    engine.log.error("request failed", { method: request.method, url, err: error });
    return notNow(reply, "Tocsin cannot do this now; its log says why. Try again.");
  });
};

const addSecurityHeaders = (reply: FastifyReply): FastifyReply =>
  reply
    .header("X-Content-Type-Options", "nosniff")
    .header("Referrer-Policy", "no-referrer")
    .header("Content-Security-Policy", CONTENT_SECURITY_POLICY);

/** The HTTP side of the server. */
export const createApp = async (
  engine: Engine,
  operations: Operations,
  pages: PageSettings,
): Promise<FastifyInstance> => {
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: "idle",
    // A label may have any name: `__proto__` is dropped, not a reason to refuse its alert.
    onProtoPoisoning: "remove",
    onConstructorPoisoning: "remove",
    // Addresses that cannot be decoded get their answer before any hook runs.
    frameworkErrors: (error, _request, reply) =>
      problem(addSecurityHeaders(reply), error.statusCode ?? 400, error.message),
  });
  await app.register(cookie);
  await app.register(formbody);
  app.addHook("onSend", async (_request, reply) => {
    addSecurityHeaders(reply);
  });
  guard(app, engine, pages.linkSecret);
  answerErrors(app, engine);
  app.setNotFoundHandler(async (request, reply) =>
    problem(reply, 404, `there is no ${request.method} ${request.url.split("?")[0]}`),
  );
  operationRoutes(app, engine, operations);
  webhookRoutes(app, engine);
  incidentRoutes(app, engine);
  pageRoutes(app, engine, pages);
  return app;
};
