import type { Span } from "../../lib/source.ts";

/** A text that is no PromQL. The message says what is wrong and what to do; the span is where. */
export class SyntaxFault extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.name = "SyntaxFault";
    this.span = span;
  }
}
