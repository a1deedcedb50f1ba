import type { Alert } from "../alert.ts";
import type { Expression } from "../expression.ts";
import { type Facts, writeMessage } from "../message.ts";
import type { Severity } from "../severity.ts";
import { frozen } from "./frozen.ts";
import { placeOfCall } from "./place.ts";

type MessageInput<Carried extends string> = string | ((facts: Facts<Carried>) => string);

export type AlertInput<Carried extends string> = {
  readonly severity: Severity;
  /** Each series of the result is one alert. */
  readonly when: Expression;
  /** How long the expression must hold; without it the alert fires at once. */
  readonly for?: string;
  /** Labels that every series of the result has: the only ones that messages can speak of. */
  readonly carries?: readonly Carried[];
  /** Further labels given to the alert. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What the alert means for the users of the service. */
  readonly because: string;
  /** One line, for a subject or a phone's screen. */
  readonly summary: MessageInput<NoInfer<Carried>>;
  /** Default: `because`. */
  readonly description?: MessageInput<NoInfer<Carried>>;
  /** The runbook's page, relative to the definitions' folder. */
  readonly runbook: string;
};

/** A condition that somebody should know of, and everything that is said about it. */
export const alert = <const Carried extends string = never>(
  name: string,
  input: AlertInput<Carried>,
): Alert => {
  const { when, carries, labels, summary, description, ...rest } = input;
  return frozen({
    ...rest,
    name,
    when: when?.promql,
    carries: [...(carries ?? [])],
    labels: { ...labels },
    summary: writeMessage(summary),
    description: writeMessage(description ?? input.because),
    definedAt: placeOfCall(alert),
  });
};
