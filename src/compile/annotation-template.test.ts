import { expect, test } from "vitest";
import { annotationTemplate } from "./annotation-template.ts";

test("labels and values are written in Prometheus's template language", () => {
  expect(
    annotationTemplate([
      { label: "instance" },
      ": ",
      { value: "bytes" },
      " ",
      { value: "percent" },
    ]),
  ).toBe("{{ $labels.instance }}: {{ $value | humanize1024 }}B {{ $value | humanizePercentage }}");
});

test("braces in a text are text", () => {
  expect(annotationTemplate(["write {{ .Name }}"])).toBe('write {{ "{{" }} .Name }}');
});
