/** A request that was refused or failed; its code and message go to the client. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, options: { message: string; cause?: unknown }) {
    super(options.message, { cause: options.cause });
    this.status = status;
    this.code = code;
  }
}

export const errorBody = (code: string, message: string) => ({ error: { code, message } });
