import { defineEscalationPolicy, definePerson, defineTeam, email } from "tocsin";

export const ana = definePerson({
  id: "ana",
  name: "Ana Ruiz",
  contactMethods: [email("ana@example.com")],
});

export const bo = definePerson({
  id: "bo",
  name: "Bo Lindqvist",
  contactMethods: [email("bo@example.com")],
});

/** The senior engineer. */
export const cyd = definePerson({
  id: "cyd",
  name: "Cyd Marsh",
  contactMethods: [email("cyd@example.com")],
});

export const onCall = defineEscalationPolicy({
  id: "platform",
  severities: ["critical"],
  steps: [
    { after: "0s", tell: [ana], unless: "acknowledged" },
    { after: "5m", tell: [bo], unless: "acknowledged" },
    { after: "15m", tell: [cyd], unless: "improving" },
  ],
  repeat: { every: "30m", times: 2 },
});

export const platform = defineTeam({ id: "platform", name: "Platform", escalationPolicy: onCall });
