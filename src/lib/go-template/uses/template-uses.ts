import type { BranchNode, ListNode, Node, PipeNode, TemplateNode } from "../syntax/node.ts";
import type { TemplateSet } from "../template-set.ts";
import { ELEMENT, type Flow, type Path, pathKey } from "./flow.ts";
import { close, pipelineFlow, type Scope, type Uses } from "./pipeline-uses.ts";

/** How many definitions are gone through, each once for each kind of data it is given. */
const MOST_DEFINITIONS = 500;

type Survey = { readonly set: TemplateSet; readonly seen: Set<string>; readonly uses: Uses };

/** The paths whose truth a condition depends on: a value alone, or what `and` joins. */
const testedPaths = (pipe: PipeNode, flow: Flow): readonly Path[] => {
  const [command] = pipe.commands;
  const isOr = command?.args[0].type === "identifier" && command.args[0].name === "or";
  return isOr ? [] : flow.paths;
};

const walkBranch = (survey: Survey, scope: Scope, node: BranchNode): void => {
  const inner: Scope = { ...scope, variables: new Map(scope.variables) };
  const flow = pipelineFlow(inner, node.pipe);
  close(scope, flow.uses, node.type === "range" ? "range" : "condition");
  const elements = flow.paths.map((path) => [...path, ELEMENT]);
  if (node.type === "range") setRangeVariables(inner, node.pipe, elements);
  const tested = node.type === "range" ? [] : testedPaths(node.pipe, flow);
  const guards = new Set([...scope.guards, ...tested.map(pathKey)]);
  const dots = { if: scope.dot, with: flow.paths, range: elements };
  walkList(survey, { ...inner, dot: dots[node.type], guards }, node.list);
  if (node.elseList !== undefined) {
    walkList(survey, { ...scope, variables: inner.variables }, node.elseList);
  }
  keepAssigned(scope, inner);
};

const setRangeVariables = (scope: Scope, pipe: PipeNode, elements: readonly Path[]): void => {
  const [first, second] = pipe.variables;
  const element = second ?? first;
  if (second !== undefined && first !== undefined) scope.variables.set(first.names[0] ?? "", []);
  if (element !== undefined) scope.variables.set(element.names[0] ?? "", elements);
};

/** What a branch assigned to variables from outside stays after it. */
const keepAssigned = (scope: Scope, inner: Scope): void => {
  for (const name of scope.variables.keys()) {
    const after = inner.variables.get(name);
    if (after !== undefined) scope.variables.set(name, after);
  }
};

const walkTemplate = (survey: Survey, scope: Scope, node: TemplateNode): void => {
  const flow = node.pipe === undefined ? undefined : pipelineFlow(scope, node.pipe);
  if (flow !== undefined) close(scope, flow.uses, "template");
  const { source, template } = scope;
  const isDefined = survey.set.has(node.name);
  survey.uses.templates.push({ source, template, span: node.span, name: node.name, isDefined });
  walkDefinition(survey, node.name, flow?.paths ?? []);
};

const walkNode = (survey: Survey, scope: Scope, node: Node): void => {
  switch (node.type) {
    case "action": {
      const flow = pipelineFlow(scope, node.pipe);
      close(scope, flow.uses, node.pipe.variables.length > 0 ? "assigned" : "printed");
      return;
    }
    case "if":
    case "range":
    case "with":
      walkBranch(survey, scope, node);
      return;
    case "template":
      walkTemplate(survey, scope, node);
      return;
    default:
      return;
  }
};

const walkList = (survey: Survey, scope: Scope, list: ListNode): void => {
  for (const node of list.nodes) walkNode(survey, scope, node);
};

const walkDefinition = (survey: Survey, name: string, dot: readonly Path[]): void => {
  const tree = survey.set.get(name);
  const key = JSON.stringify([name, dot]);
  const isEnough = survey.seen.size >= MOST_DEFINITIONS || dot.some(({ length }) => length > 12);
  if (tree === undefined || isEnough || survey.seen.has(key)) return;
  survey.seen.add(key);
  const scope: Scope = {
    uses: survey.uses,
    source: tree.source,
    template: name,
    dot,
    variables: new Map([["$", dot]]),
    guards: new Set(),
  };
  walkList(survey, scope, tree.root);
};

/**
 * What a template reads of its data, and which functions and templates it calls, whatever the data are; also in the
 * definitions that it calls. A path begins at the data of the first definition.
 */
export const templateUses = (set: TemplateSet, name: string): Readonly<Uses> => {
  const survey: Survey = {
    set,
    seen: new Set(),
    uses: { values: [], calls: [], templates: [] },
  };
  walkDefinition(survey, name, [[]]);
  return survey.uses;
};
