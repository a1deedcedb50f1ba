import { defineEscalationPolicy, definePerson, defineTeam, email, webhook } from "tocsin";

export const ana = definePerson({
  id: "ana",
  name: "Ana",
  contactMethods: [
    webhook("https://push.example.com/ana", { secretFile: "/etc/tocsin/ana" }),
    email("ana@example.com"),
  ],
});

export const bo = definePerson({
  id: "bo",
  name: "Bo: the \"second\" # really",
  contactMethods: [email("bo@example.com")],
});

export const day = defineEscalationPolicy({
  id: "day",
  severities: ["critical", "warning"],
  steps: [
    { after: "0s", tell: [ana, bo], unless: "acknowledged" },
    { after: "1h30m", tell: [bo], unless: "improving" },
  ],
  repeat: { every: "2h", times: 3 },
});

export const night = defineEscalationPolicy({
  id: "night",
  severities: ["critical"],
  steps: [{ after: "30s", tell: [bo], unless: "acknowledged" }],
});

export const shop = defineTeam({ id: "shop", name: "Shop", escalationPolicy: day });
export const till = defineTeam({ id: "till", name: "Till", escalationPolicy: night });
