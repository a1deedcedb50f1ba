/** Files that were named and cannot be read as anything that can be checked. */
export class UnreadableInput extends Error {
  override name = "UnreadableInput";
  /** What to do about it. */
  readonly mend: string;

  constructor(message: string, mend: string, options?: ErrorOptions) {
    super(message, options);
    this.mend = mend;
  }
}
