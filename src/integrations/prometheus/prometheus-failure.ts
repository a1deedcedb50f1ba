/**
 * Why there is no answer: nobody answers at the address (`unreachable`), what answers is no Prometheus, wants other
 * credentials or finds the question wrong (`refused`), or the question is more than it or we can take at once (`too-much`).
 */
export type FailureKind = "unreachable" | "refused" | "too-much";

/** A question to Prometheus that has no answer. */
export class PrometheusFailure extends Error {
  override readonly name = "PrometheusFailure";
  readonly kind: FailureKind;
  /** What to do about it. */
  readonly mend: string;
  /** What Prometheus calls it, such as `bad_data` or `execution`; undefined where it did not answer as Prometheus does. */
  readonly errorType: string | undefined;

  constructor(
    kind: FailureKind,
    { message, mend, errorType }: { message: string; mend: string; errorType?: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.kind = kind;
    this.mend = mend;
    this.errorType = errorType;
  }
}
