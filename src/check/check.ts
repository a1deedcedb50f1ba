import type { Place } from "../lib/source.ts";
import type { Counterexample } from "./counterexample.ts";
import type { Examined } from "./examined.ts";
import type { FindingSeverity } from "./finding.ts";
import type { Fix } from "./fix.ts";

/** What a check has found at one place. */
export type Discovery = {
  readonly place: Place;
  /** The alert, receiver, route or file that it is about. */
  readonly subject: string;
  /** What is wrong, in one or two sentences without a full stop at the end. */
  readonly message: string;
  /** What to do. */
  readonly help: string;
  /** Where it differs from the check's own, for example because the proof rests on a convention. */
  readonly severity?: FindingSeverity;
  readonly counterexample?: Counterexample;
  /** Only where there is one right mend. */
  readonly fix?: Fix;
};

/** One check; `docs/checks/<name>.md` explains it. */
export type Check = {
  readonly name: string;
  readonly severity: FindingSeverity;
  /** What it finds, in one sentence. */
  readonly title: string;
  readonly find: (examined: Examined) => Iterable<Discovery>;
};
