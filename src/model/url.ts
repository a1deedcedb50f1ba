import * as z from "zod";

const ERROR = "must be an http or https URL";

export const httpUrlSchema = z.url({ protocol: /^https?$/, error: ERROR });

/** A URL that others are made of by adding to its path. */
export const baseUrlSchema = z.url({ protocol: /^https?$/, error: ERROR }).regex(/^[^?#]*$/, {
  error: "must have no ? and no #, because paths are added to it",
});
