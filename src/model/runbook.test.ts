import { expect, test } from "vitest";
import { completePage, smallRunbooks, smallSystem } from "../../test/small-system.ts";
import { outline } from "./outline.ts";
import { runbookMistakes, runbookPaths } from "./runbook.ts";

const seen = outline(smallSystem());

test("complete pages are no mistake", () => {
  expect(runbookMistakes(seen, smallRunbooks)).toEqual([]);
});

test("every runbook that is spoken of must exist", () => {
  const found = runbookMistakes(seen, {});
  expect(found.map(({ rule }) => rule)).toEqual(Array(3).fill("missing-runbook"));
  expect(runbookPaths(seen)).toEqual([
    "runbooks/shop-down.md",
    "runbooks/watchdog.md",
    "runbooks/without-tocsin.md",
  ]);
});

test("a code block ends with its own mark, so that one can show another", () => {
  const inner = "```sh\n## Impact\n```\n";
  for (const fence of ["````", "~~~"]) {
    const quoted = `${fence}markdown\n${inner}${inner}\`\`\`sh\n${fence}\n`;
    const page = completePage.replace("## Impact\n", `${quoted}## Impact\n`);
    expect(runbookMistakes(seen, { ...smallRunbooks, "runbooks/shop-down.md": page })).toEqual([]);
  }
});

test("a section that is missing, empty, or only in a code block is named", () => {
  const page = completePage
    .replace("## Impact\n\nText.\n", "")
    .replace("## Verify\n\nText.\n", "## Verify\n\n")
    .replace("## Escalate\n\nText.\n", "```sh\n## Escalate\nText.\n```\n");
  const [found, ...others] = runbookMistakes(seen, {
    ...smallRunbooks,
    "runbooks/shop-down.md": page,
  });
  expect(others).toEqual([]);
  expect(found?.message).toBe(
    "the runbook runbooks/shop-down.md says nothing under Impact, Verify, Escalate",
  );
});
