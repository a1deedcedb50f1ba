import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What starts real programs takes longest: begun first, it does not leave a core idle at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

const rank = ({ project }: TestSpecification): number => (project.name === "whole" ? 0 : 1);

export default defineConfig({
  test: {
    // Much of the time is spent waiting for programs, so that no core is kept free.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "src",
          include: ["src/**/*.test.ts"],
          // Nothing there keeps state in a module: loading everything once saves most of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["test/**/*.test.ts", "examples/**/*.test.ts", "scripts/**/*.test.mjs"],
        },
      },
    ],
  },
});
