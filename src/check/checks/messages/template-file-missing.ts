import type { LocatedText } from "../../../lib/source.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { listText } from "../routes/route-text.ts";
import { type UndefinedCall, undefinedCalls } from "./template-calls.ts";
import { takesTemplate, templateFiles } from "./template-files.ts";

/** Patterns of `templates` that take no file of the set. */
export const missingPatterns = (routing: Routing, examined: Examined): readonly LocatedText[] =>
  routing.config.templates.filter(
    ({ text }) => !templateFiles(examined).some((file) => takesTemplate(routing, text, file)),
  );

const quoted = (names: Iterable<string>): string => listText([...names].map((name) => `"${name}"`));

const discovery = (
  pattern: LocatedText,
  used: readonly UndefinedCall[],
  examined: Examined,
): Discovery => {
  const hasFiles = templateFiles(examined).length > 0;
  const why = hasFiles
    ? "no template file of the set fits it"
    : "there is no template file in the set, so that nothing shows that it takes any";
  const receivers = new Set(used.map(({ recipient }) => recipient.receiver.name.text));
  const names = new Set(used.map(({ use }) => use.name));
  const harm =
    used.length === 0
      ? "no receiver uses a template that would be missing now; one that does would fail with every notification"
      : `${quoted(receivers)} ${receivers.size === 1 ? "uses" : "use"} ${quoted(names)}, which nobody else defines: every such notification fails and is dropped`;
  return {
    place: pattern.placeAt(0),
    subject: pattern.file,
    severity: used.length > 0 && hasFiles ? "error" : "warning",
    message: `\`${pattern.text}\`: ${why}; Alertmanager starts all the same and says nothing\n${harm}`,
    help: hasFiles
      ? "correct the pattern or put the file where it looks; take the line out if no template file is meant"
      : "give the template files to the check too, or take the line out if there are none",
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    const patterns = missingPatterns(routing, examined);
    if (patterns.length === 0) continue;
    const used = undefinedCalls(examined).filter(({ recipient }) => recipient.routing === routing);
    for (const pattern of patterns) yield discovery(pattern, used, examined);
  }
};

export const templateFileMissing: Check = {
  name: "template-file-missing",
  severity: "warning",
  title: "A pattern of template files that no file fits",
  find,
};
