import type { Place } from "../../../lib/source.ts";
import type { RouteTest } from "../routes/route-test-file.ts";
import type { TestCase } from "../test-suite.ts";

/** Something for which `tocsin test` fails. */
export type Problem = {
  /** A short name for this kind of problem; docs/testing.md explains each. */
  readonly rule: string;
  readonly place: Place;
  /** The alert, file or name that it is about. */
  readonly subject: string;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** Further lines: what was expected and what there was. */
  readonly details: readonly string[];
  readonly mend: string;
  /** The case that fails because of it; undefined when it is about no case. */
  readonly case: TestCase | RouteTest | undefined;
};

type Given = Omit<Problem, "details" | "case"> & Partial<Pick<Problem, "details" | "case">>;

export const problem = (given: Given): Problem => ({ details: [], case: undefined, ...given });
