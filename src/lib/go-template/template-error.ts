/** What a function or method of a template answers when it fails; execution adds where it was called. */
export class CallError extends Error {
  override name = "CallError";
}

/** Where an execution stopped. */
export type ExecutionProblem = {
  /** Go's error; holds "unsupported: " where this interpreter gives up and Go would not. */
  readonly message: string;
  /** The definition at work. */
  readonly template: string;
  /** The name of the text in which the definition stands, and where in that text it stopped. */
  readonly source: string;
  readonly offset: number;
};

/** Execution of a template stopped. */
export class ExecutionError extends Error {
  override name = "ExecutionError";
  readonly problem: ExecutionProblem;

  constructor(problem: ExecutionProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Something that Go would do and this interpreter does not; never a guess instead. */
export class UnsupportedError extends Error {
  override name = "UnsupportedError";

  constructor(what: string) {
    super(`unsupported: ${what}`);
  }
}
