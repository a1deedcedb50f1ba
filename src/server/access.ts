import { createHmac, timingSafeEqual } from "node:crypto";
import type {} from "@fastify/cookie";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { durationMs } from "../lib/duration.ts";
import type { TokenScope } from "../store/store.ts";
import type { Engine } from "./engine.ts";
import { problem } from "./problem.ts";
import { findToken } from "./tokens.ts";

/**
 * Who may use a route. `open`: anybody. `link`: its own signature decides. `session`: a signed-in
 * browser or an API token. The others: a bearer token of that scope.
 */
export type Access = "open" | "link" | "session" | TokenScope;

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
  }
}

const SESSION_COOKIE = "tocsin_session";
const SESSION_MS = durationMs("12h");

const sign = (secret: string, until: number): string =>
  createHmac("sha256", secret).update(`session.${until}`).digest("base64url");

const isSigned = (secret: string, cookie: string | undefined, now: number): boolean => {
  const [until = "", signature = ""] = (cookie ?? "").split(".");
  const expected = Buffer.from(sign(secret, Number(until)));
  const given = Buffer.from(signature);
  return (
    expected.length === given.length && timingSafeEqual(expected, given) && Number(until) > now
  );
};

/** True when the request comes from a browser that has signed in. */
export const hasSession = (secret: string, request: FastifyRequest, now: number): boolean =>
  isSigned(secret, request.cookies[SESSION_COOKIE], now);

const bearerOf = (request: FastifyRequest): string | undefined =>
  request.headers.authorization?.match(/^Bearer +(\S+)$/i)?.[1];

const refuse = (request: FastifyRequest, reply: FastifyReply, access: Access): FastifyReply => {
  const isForPeople = access === "session" && request.headers.accept?.includes("text/html");
  if (isForPeople && request.method === "GET") {
    return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
  }
  reply.header("WWW-Authenticate", 'Bearer realm="tocsin"');
  return problem(reply, 401, `send "Authorization: Bearer TOKEN" with a token that is valid here`);
};

const BEARER_SCOPES: Readonly<Record<Access, readonly TokenScope[]>> = {
  open: [],
  link: [],
  session: ["api"],
  api: ["api"],
  ingest: ["ingest"],
  metrics: ["metrics", "api"],
};

/** Checks every request before its body is read. A route that names no access can be reached by an API token only. */
export const guard = (app: FastifyInstance, engine: Engine, secret: string): void => {
  app.addHook("onRequest", async (request, reply) => {
    const access = request.routeOptions.config.access ?? "api";
    if (access === "open" || access === "link") return;
    const now = engine.clock.now();
    if (access === "session" && hasSession(secret, request, now)) return;
    const bearer = bearerOf(request);
    const token = bearer === undefined ? null : await findToken(engine.store, bearer);
    if (token === null) return refuse(request, reply, access);
    if (!BEARER_SCOPES[access].includes(token.scope)) {
      return problem(reply, 403, `this token is good for ${token.scope} only`);
    }
  });
};

/** Signs the browser in for twelve hours, if `token` is an API token. */
export const signIn = async (
  engine: Engine,
  reply: FastifyReply,
  { token, secret, isSecure }: { token: string; secret: string; isSecure: boolean },
): Promise<boolean> => {
  const found = await findToken(engine.store, token);
  if (found?.scope !== "api") return false;
  const until = engine.clock.now() + SESSION_MS;
  reply.setCookie(SESSION_COOKIE, `${until}.${sign(secret, until)}`, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: isSecure,
    maxAge: SESSION_MS / 1000,
  });
  return true;
};
