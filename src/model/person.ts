import * as z from "zod";
import { definedAtSchema } from "./definition.ts";
import { distinct } from "./distinct.ts";
import { idSchema } from "./identifier.ts";

const emailMethodSchema = z.strictObject({
  type: z.literal("email"),
  address: z.email({ error: "is not an e-mail address" }),
});

const webhookMethodSchema = z.strictObject({
  type: z.literal("webhook"),
  url: z.url({ protocol: /^https?$/, error: "is not an http or https URL" }),
  /** A file on the server that holds the key for the signature. */
  secretFile: z.string().min(1),
});

/** One way to reach one person. */
export const contactMethodSchema = z.discriminatedUnion("type", [
  emailMethodSchema,
  webhookMethodSchema,
]);
export type ContactMethod = z.infer<typeof contactMethodSchema>;

/** What a contact method is called in keys, logs and the timeline; unique within one person. */
export const contactMethodName = (method: ContactMethod): string => {
  switch (method.type) {
    case "email":
      return `email:${method.address}`;
    case "webhook":
      return `webhook:${method.url}`;
  }
};

/** Somebody who can be paged: contact methods in the order in which they are tried. */
export const personSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1),
  contactMethods: z
    .array(contactMethodSchema)
    .min(1, "needs at least one contact method")
    .superRefine(distinct(contactMethodName)),
  definedAt: definedAtSchema,
});
export type Person = z.infer<typeof personSchema>;
