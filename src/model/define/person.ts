import type { ContactMethod, Person } from "../person.ts";
import { frozen } from "./frozen.ts";
import { placeOfCall } from "./place.ts";

export const email = (address: string): ContactMethod => frozen({ type: "email", address });

/** A webhook signed with the key in `secretFile`, a file on the server. */
export const webhook = (url: string, { secretFile }: { secretFile: string }): ContactMethod =>
  frozen({ type: "webhook", url, secretFile });

export type PersonInput = {
  readonly id: string;
  readonly name: string;
  /** In the order in which they are tried. */
  readonly contactMethods: readonly ContactMethod[];
};

/** Somebody who can be paged. */
export const definePerson = (input: PersonInput): Person =>
  frozen({
    ...input,
    contactMethods: [...(input.contactMethods ?? [])],
    definedAt: placeOfCall(definePerson),
  });
