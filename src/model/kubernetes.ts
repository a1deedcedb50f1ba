import * as z from "zod";
import { idSchema } from "./identifier.ts";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const labelKeySchema = z
  .string()
  .regex(
    /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/,
    "must be a name of a Kubernetes label",
  );
const labelValueSchema = z
  .string()
  .regex(/^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/, "must be a value of a Kubernetes label");

/** What the Prometheus operator needs in order to pick up the rules and the Alertmanager configuration. */
export const kubernetesSchema = z.strictObject({
  namespace: idSchema,
  /** Labels that the `ruleSelector` of the Prometheus resource asks for. */
  ruleLabels: z
    .record(labelKeySchema, labelValueSchema)
    .refine((labels) => Object.keys(labels).length > 0, {
      error:
        "has no labels; add those that the ruleSelector asks for, or the rules are never loaded",
    }),
  /** Name of the Alertmanager resource; its Secret is called alertmanager-NAME. */
  alertmanager: idSchema,
});
export type Kubernetes = z.infer<typeof kubernetesSchema>;
