import { MESSAGE_FUNCTION_NAMES } from "../../../alertmanager/template/message-functions.ts";
import { parseMessageTemplate } from "../../../alertmanager/template/render-message.ts";
import type { AlertmanagerVersion } from "../../../alertmanager/version.ts";
import type { ParseProblem } from "../../../lib/go-template/syntax/parser.ts";
import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import type { TemplateFile } from "../../evidence/evidence.ts";
import type { Examined } from "../../examined.ts";
import { type RefusedTemplateFile, refusedTemplateFiles, takesTemplate } from "./template-files.ts";

/** What files of other programs that are called `.tmpl` too, such as consul-template, hardly ever have. */
const DEFINITION = /\{\{-?\s*define\s/;

const isLoaded = (file: TemplateFile, { routings }: Examined): boolean =>
  routings.some((routing) =>
    routing.config.templates.some(({ text }) => takesTemplate(routing, text, file)),
  );

/** Go's message without the file and the line, which are shown anyway. */
const reasonOf = ({ message }: ParseProblem): string => message.replace(/^template: .*?:\d+: /, "");

const helpOf = ({ file, error }: RefusedTemplateFile, version: AlertmanagerVersion): string => {
  const called = /function "(.*)" not defined/.exec(error.message)?.[1];
  if (called === undefined) return "correct the template; `amtool check-config` reads it too";
  if (version !== "current" && "template" in parseMessageTemplate(file, "current")) {
    return `write it without ${called}, or run a later Alertmanager, which has it`;
  }
  const meant = suggestionFor(called, MESSAGE_FUNCTION_NAMES[version]);
  return meant === undefined
    ? "use the functions that Alertmanager has; Prometheus and other programs have others"
    : `did you mean ${meant}?`;
};

const discovery = ({ file, error }: RefusedTemplateFile, examined: Examined): Discovery => {
  const isTaken = isLoaded(file, examined);
  const harm = isTaken
    ? "Alertmanager does not start with it, and goes on with its old configuration when it is reloaded"
    : "an Alertmanager that loads it does not start; no configuration of the set shows that one does";
  return {
    place: file.placeAt(error.offset),
    subject: file.name,
    severity: isTaken ? "error" : "warning",
    message: `this is no template: ${reasonOf(error)}\n${harm}`,
    help: helpOf({ file, error }, examined.settings.alertmanagerVersion),
    counterexample: {
      kind: "render",
      program: "alertmanager",
      template: file.text,
      data: {},
      error: error.message,
    },
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const refused of refusedTemplateFiles(examined)) {
    const { file, error } = refused;
    if (error.message.includes("unsupported:")) continue;
    if (isLoaded(file, examined) || DEFINITION.test(file.text)) yield discovery(refused, examined);
  }
};

export const templateFileRefused: Check = {
  name: "template-file-refused",
  severity: "error",
  title: "A template file that keeps Alertmanager from starting",
  find,
};
