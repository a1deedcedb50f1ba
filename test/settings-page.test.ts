import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { environmentName, OPTIONS } from "../src/server/config.ts";

const PAGE = new URL("../docs/operating.md", import.meta.url);
const BEGIN = "<!-- settings: begin -->\n";
const END = "<!-- settings: end -->";

const table = (): string => {
  const rows = OPTIONS.map(({ name, kind, fallback, says }) => {
    const isSecret = kind === "secret";
    const flag = `\`--${name}${isSecret ? "-file" : ""}\``;
    const variable = environmentName(name);
    const environment = isSecret ? `\`${variable}\`, \`${variable}_FILE\`` : `\`${variable}\``;
    return `| ${flag} | ${environment} | ${fallback === null ? "" : `\`${fallback}\``} | ${says} |`;
  });
  return ["| flag | environment | default | |", "| --- | --- | --- | --- |", ...rows, ""].join(
    "\n",
  );
};

test("the table of settings in the documentation is what the server reads", () => {
  const page = readFileSync(PAGE, "utf8");
  const [before = "", rest = ""] = page.split(BEGIN);
  const [shown = "", after = ""] = rest.split(END);
  if (process.env["GOLDEN"] === "update") {
    writeFileSync(PAGE, `${before}${BEGIN}${table()}${END}${after}`);
  } else expect(shown, "run `npm run golden`").toBe(table());
});
