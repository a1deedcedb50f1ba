import type { MessageData } from "../../../alertmanager/template/message-data.ts";
import type { Instant } from "../../../lib/clock.ts";
import type { Counterexample } from "../../counterexample.ts";

/** What came of a text. */
export type Outcome =
  | { readonly output: string }
  | { readonly error: { readonly message: string } };

const GO_ZERO_TIME = "0001-01-01T00:00:00Z";

const timeText = (at: Instant | undefined): string =>
  at === undefined ? GO_ZERO_TIME : new Date(at).toISOString();

/** The data as Alertmanager writes it in JSON, which amtool takes. */
const jsonOf = (data: MessageData) => ({
  receiver: data.receiver,
  status: data.status,
  alerts: data.alerts.map((alert) => ({
    status: alert.status,
    labels: { ...alert.labels },
    annotations: { ...alert.annotations },
    startsAt: timeText(alert.startsAt),
    endsAt: timeText(alert.endsAt),
    generatorURL: alert.generatorUrl,
    fingerprint: alert.fingerprint,
  })),
  groupLabels: { ...data.groupLabels },
  commonLabels: { ...data.commonLabels },
  commonAnnotations: { ...data.commonAnnotations },
  externalURL: data.externalUrl,
});

/** A counterexample that `amtool template render` can be asked to confirm. */
export const messageExample = (
  template: string,
  data: MessageData,
  outcome: Outcome,
): Counterexample => ({
  kind: "render",
  program: "alertmanager",
  template,
  data: jsonOf(data),
  ...("error" in outcome ? { error: outcome.error.message } : { output: outcome.output }),
});
