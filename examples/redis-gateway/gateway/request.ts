import type * as z from "zod";
import { GatewayError } from "./gateway-error.ts";

/** What a request carries, checked. Throws a GatewayError of status 400 that names the place. */
export const parseRequest = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.infer<Schema> => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join(".") || "body";
  throw new GatewayError(400, "bad_request", { message: `${place}: ${issue?.message}` });
};
