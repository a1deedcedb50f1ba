import { expect, test } from "vitest";
import { defaultTemplatesOf, integrationTypes } from "../config/integrations/integration-types.ts";
import { DEFAULT_TEMPLATES } from "./default-templates.ts";

test.each(["0.25", "current"] as const)(
  "every template that an integration of %s executes by default is defined",
  (version) => {
    const defined = DEFAULT_TEMPLATES[version].map(({ text }) => text).join("");
    const missing = integrationTypes(version).flatMap(({ kind }) =>
      Object.values(defaultTemplatesOf(kind, version))
        .flatMap((text) => Array.from(text.matchAll(/template "([^"]+)"/g), ([, name]) => name))
        .filter((name) => !defined.includes(`{{ define "${name}" }}`)),
    );
    expect(missing).toEqual([]);
  },
);
