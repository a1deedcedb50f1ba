import type { Files } from "./found-by.ts";

/** One urgent alert with this query, and an Alertmanager for it. */
export const criticalAlert = (expr: string, name = "ShopDown"): Files => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: ${name}
    expr: ${expr}
    labels: {severity: critical}
`,
  "alertmanager.yml": "route: {receiver: r}\nreceivers: [{name: r}]\n",
});
