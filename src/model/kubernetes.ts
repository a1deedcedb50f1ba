import * as z from "zod";
import { idSchema } from "./identifier.ts";

/** What the Prometheus operator needs in order to pick up the rules and the Alertmanager configuration. */
export const kubernetesSchema = z.strictObject({
  namespace: idSchema,
  /** Labels that the `ruleSelector` of the Prometheus resource asks for. */
  ruleLabels: z
    .record(z.string().min(1), z.string())
    .refine((labels) => Object.keys(labels).length > 0, {
      error:
        "has no labels; add those that the ruleSelector asks for, or the rules are never loaded",
    }),
  /** Name of the Alertmanager resource; its Secret is called alertmanager-NAME. */
  alertmanager: idSchema,
});
export type Kubernetes = z.infer<typeof kubernetesSchema>;
