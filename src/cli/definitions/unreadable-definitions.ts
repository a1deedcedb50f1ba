/** Definitions that could not be read at all: not found, not loadable, or without a system in them. */
export class UnreadableDefinitions extends Error {
  override name = "UnreadableDefinitions";
  /** What to do about it. */
  readonly mend: string;

  constructor(message: string, mend: string, options?: ErrorOptions) {
    super(message, options);
    this.mend = mend;
  }
}
