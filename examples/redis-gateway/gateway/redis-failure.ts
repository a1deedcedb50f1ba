import { GatewayError } from "./gateway-error.ts";

/** The client asked for something that the key or the command does not allow. */
const CLIENT_FAULTS = new Map([
  ["WRONGTYPE", { status: 409, code: "wrong_type" }],
  ["ERR", { status: 400, code: "bad_command" }],
]);

const isReply = (error: unknown): error is Error =>
  error instanceof Error && error.name === "ReplyError";

export const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message === "Command timed out";

/** True when Redis was not reached or did not answer, as opposed to answering with an error. */
export const isConnectionFailure = (error: unknown): boolean =>
  !isReply(error) && !(error instanceof GatewayError);

/**
 * What a failed command means for the client of the gateway. Every error reply that is not the
 * client's doing (NOPERM, OOM, READONLY, LOADING, ...) is ours to answer for, hence 503.
 */
export const describeRedisFailure = (error: unknown): GatewayError => {
  if (error instanceof GatewayError) return error;
  if (isReply(error)) {
    const prefix = error.message.split(" ", 1)[0] ?? "";
    const known = CLIENT_FAULTS.get(prefix);
    return new GatewayError(known?.status ?? 503, known?.code ?? "redis_refused", {
      message: `Redis answered: ${error.message}`,
      cause: error,
    });
  }
  if (isTimeout(error)) {
    return new GatewayError(504, "redis_timeout", {
      message: "Redis did not answer in time. A write may or may not have happened.",
      cause: error,
    });
  }
  return new GatewayError(503, "redis_unreachable", {
    message: "Redis cannot be reached. Try again later.",
    cause: error,
  });
};
