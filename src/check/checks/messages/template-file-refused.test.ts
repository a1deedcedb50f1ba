import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { inFolder } from "../../../../test/temporary-folder.ts";
import { templateFileRefused } from "./template-file-refused.ts";

const CONFIG = "templates: ['*.tmpl']\nroute: {receiver: chat}\nreceivers: [{name: chat}]\n";

const OLD = { alertmanagerVersion: "0.25" };

const filesWith = (text: string) => ({ "alertmanager.yml": CONFIG, "shop.tmpl": text });

/** What amtool says of the configuration with its template files. */
const saidByAmtool = async (files: Readonly<Record<string, string>>): Promise<string> =>
  await inFolder(async (folder) => {
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    const config = join(folder, "alertmanager.yml");
    return await promisify(execFile)("amtool", ["check-config", config]).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}`,
    );
  });

test.each([
  ["an action without its value", '{{ define "a" }}\n  {{ if }}x{{ end }}\n{{ end }}', "2:9"],
  ["a definition that does not end", '{{ define "a" }}\nx', "2:2"],
  ["an action that is not closed", '{{ define "a" }}\n{{ .Status\n{{ end }}', "3:1"],
  ["a function that there is not", '{{ define "a" }}\n {{ .Status | toUper }}{{ end }}', "2:15"],
  ["a definition twice", '{{ define "a" }}x{{ end }}\n{{ define "a" }}y{{ end }}', "2:25"],
  ["a variable that nobody declares", '{{ define "a" }}{{ $x }}{{ end }}', "1:20"],
])("%s is shown where it stands, and amtool refuses the same line", async (_, text, at) => {
  const files = filesWith(text);
  const [finding, ...others] = foundBy(templateFileRefused, files, OLD);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "error", file: "shop.tmpl", subject: "shop.tmpl" });
  expect(`${finding?.line}:${finding?.column}`).toBe(at);
  await confirmed(finding, files);
  const reason = finding?.message.split("\n")[0]?.replace("this is no template: ", "");
  expect(await saidByAmtool(files)).toContain(`template: shop.tmpl:${finding?.line}: ${reason}`);
});

test("the function that was meant is named, or that a later Alertmanager has it", () => {
  const helpFor = (text: string) => foundBy(templateFileRefused, filesWith(text), OLD)[0]?.help;
  expect(helpFor('{{ define "a" }}{{ toUper "x" }}{{ end }}')).toBe("did you mean toUpper?");
  expect(helpFor('{{ define "a" }}{{ trimSpace "x" }}{{ end }}')).toContain("a later Alertmanager");
  expect(helpFor('{{ define "a" }}{{ graphLink "x" }}{{ end }}')).toContain("Prometheus");
});

test("a file under a key of a ConfigMap is shown where it stands", () => {
  const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: templates}
data:
  shop.tmpl: |
    {{ define "a" }}
    {{ iff }}{{ end }}
`;
  const files = { "alertmanager.yml": CONFIG, "templates.yaml": text };
  expect(foundBy(templateFileRefused, files)).toMatchObject([
    { file: "templates.yaml", line: 7, column: 8, subject: "shop.tmpl" },
  ]);
});

test("a file that no configuration loads is a warning if it has definitions, and else let be", () => {
  const lonely = (text: string) => foundBy(templateFileRefused, { "nginx.conf.tmpl": text });
  expect(lonely('{{ define "a" }}{{ end }}{{ end }}')).toMatchObject([{ severity: "warning" }]);
  expect(lonely('{{ range service "web" }}server {{ .Address }};{{ end }}')).toEqual([]);
});

test("a file that can be read is let be", () => {
  const text = '{{ define "a" }}{{ range .Alerts }}{{ .Labels.x | toUpper }}{{ end }}{{ end }}';
  expect(foundBy(templateFileRefused, filesWith(text), OLD)).toEqual([]);
});
