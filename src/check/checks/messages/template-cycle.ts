import { messageUses } from "../../../alertmanager/template/message-uses.ts";
import type { TemplateNode, TemplateTree } from "../../../lib/go-template/syntax/node.ts";
import type { TemplateSet } from "../../../lib/go-template/template-set.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { recipientsOf } from "./recipients.ts";
import { templateDefinitions, templateFiles } from "./template-files.ts";

/** Calls that are made whenever the definition is executed: in no branch and no loop. */
const certainCalls = ({ root }: TemplateTree): readonly TemplateNode[] =>
  root.nodes.flatMap((node) => (node.type === "template" ? [node] : []));

/** A call that leads back to a definition which is being executed. */
type ClosingCall = {
  readonly caller: TemplateTree;
  readonly call: TemplateNode;
  /** From the definition that is called again, back to it. */
  readonly path: readonly string[];
};

type Walk = { readonly set: TemplateSet; readonly seen: Set<string> };

/** The certain calls that close a circle among definitions that were not yet gone through. */
const closingCallsFrom = (start: TemplateTree, { set, seen }: Walk): readonly ClosingCall[] => {
  const closing: ClosingCall[] = [];
  const open: { readonly tree: TemplateTree; readonly calls: TemplateNode[] }[] = [];
  const enter = (tree: TemplateTree): void => {
    seen.add(tree.name);
    open.push({ tree, calls: certainCalls(tree).toReversed() });
  };
  enter(start);
  for (let visit = open.at(-1); visit !== undefined; visit = open.at(-1)) {
    const call = visit.calls.pop();
    if (call === undefined) {
      open.pop();
      continue;
    }
    const called = set.get(call.name);
    if (called !== undefined && !seen.has(called.name)) {
      enter(called);
      continue;
    }
    const names = open.map(({ tree }) => tree.name);
    const at = names.indexOf(call.name);
    if (at >= 0) closing.push({ caller: visit.tree, call, path: [...names.slice(at), call.name] });
  }
  return closing;
};

/** Every certain call that closes a circle. */
const closingCalls = (set: TemplateSet): readonly ClosingCall[] => {
  const seen = new Set<string>();
  return Array.from(set.values()).flatMap((tree) =>
    seen.has(tree.name) ? [] : closingCallsFrom(tree, { set, seen }),
  );
};

/** Names of all templates that texts of receivers get to; message-fails tells of those. */
const usedTemplates = (examined: Examined): ReadonlySet<string> => {
  const used = new Set<string>();
  const definitions = templateDefinitions(examined);
  for (const { receiver } of recipientsOf(examined)) {
    for (const { text } of receiver.integrations.flatMap(({ templates }) => templates)) {
      const uses = messageUses(text.text, definitions, examined.settings.alertmanagerVersion);
      if ("error" in uses) continue;
      for (const { name } of uses.templates) used.add(name);
    }
  }
  return used;
};

const MOST_SHOWN = 6;

const circleText = (path: readonly string[]): string => {
  const names =
    path.length > MOST_SHOWN ? [...path.slice(0, MOST_SHOWN - 1), "…", ...path.slice(-1)] : path;
  return names.map((name) => JSON.stringify(name)).join(" → ");
};

const find = function* (examined: Examined): Iterable<Discovery> {
  if (templateFiles(examined).length === 0) return;
  const used = usedTemplates(examined);
  for (const { caller, call, path } of closingCalls(templateDefinitions(examined))) {
    const file = templateFiles(examined).find(({ name }) => name === caller.source);
    if (file === undefined || used.has(call.name)) continue;
    yield {
      place: file.placeAt(call.span.from),
      subject: call.name,
      message: `this template calls itself without end: ${circleText(path)}\nAlertmanager loads it, and drops every notification that comes to it; no receiver of the set uses it now`,
      help: "put the call into a branch that comes to an end, or call another template",
      counterexample: {
        kind: "render",
        program: "alertmanager",
        template: `{{ template ${JSON.stringify(call.name)} . }}`,
        data: {},
        error: "exceeded maximum template depth",
      },
    };
  }
};

export const templateCycle: Check = {
  name: "template-cycle",
  severity: "warning",
  title: "A template that calls itself without end",
  find,
};
