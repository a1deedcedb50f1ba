import { createHash, timingSafeEqual } from "node:crypto";
import { errors, jwtVerify } from "jose";
import type { Clock } from "../clock.ts";
import { GatewayError } from "./gateway-error.ts";

export const SCOPES = ["redis:read", "redis:write"] as const;
export type Scope = (typeof SCOPES)[number];

export type Credentials = {
  /** Each key may do everything. */
  apiKeys: readonly string[];
  /** The HS256 secret that signs bearer tokens; without one, tokens are refused. */
  jwtSecret?: string | undefined;
};

export type AuthenticationHeaders = {
  apiKey?: string | undefined;
  authorization?: string | undefined;
};

/** What the sender of a request may do. Rejects with a GatewayError of status 401. */
export type Authenticate = (headers: AuthenticationHeaders) => Promise<ReadonlySet<Scope>>;

const unauthorized = (message: string, cause?: unknown) =>
  new GatewayError(401, "unauthorized", { message, cause });

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Compares digests of equal length with every key, so that time tells nothing about a key. */
const isKnownKey = (offered: string, digests: readonly Buffer[]): boolean => {
  const offeredDigest = digest(offered);
  return digests.reduce((found, known) => timingSafeEqual(offeredDigest, known) || found, false);
};

const scopesOf = (claim: unknown): ReadonlySet<Scope> => {
  const granted = typeof claim === "string" ? claim.split(" ") : [];
  return new Set(SCOPES.filter((scope) => granted.includes(scope)));
};

export const authenticator = ({ apiKeys, jwtSecret }: Credentials, clock: Clock): Authenticate => {
  const digests = apiKeys.map(digest);
  const secret = jwtSecret === undefined ? undefined : new TextEncoder().encode(jwtSecret);

  const verifyToken = async (token: string): Promise<ReadonlySet<Scope>> => {
    if (secret === undefined) throw unauthorized("Bearer tokens are not accepted here.");
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ["HS256"],
        requiredClaims: ["exp"],
        currentDate: new Date(clock.now()),
      });
      return scopesOf(payload["scope"]);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthorized("The token has expired.", error);
      throw unauthorized("The token is not valid.", error);
    }
  };

  return async ({ apiKey, authorization }) => {
    if (apiKey !== undefined) {
      if (isKnownKey(apiKey, digests)) return new Set(SCOPES);
      throw unauthorized("The API key is not known.");
    }
    const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
    if (token !== undefined) return verifyToken(token);
    throw unauthorized("Send an API key in X-API-Key or a bearer token in Authorization.");
  };
};

export const requireScope = (granted: ReadonlySet<Scope> | null, needed: Scope): void => {
  if (granted?.has(needed)) return;
  throw new GatewayError(403, "insufficient_scope", {
    message: `This needs the scope ${needed}.`,
  });
};
