import type { CommandNode, Operand, PipeNode } from "../syntax/node.ts";
import {
  type CallUse,
  ELEMENT,
  type Flow,
  joinPaths,
  type Location,
  literalFlow,
  locatedLiteral,
  NO_FLOW,
  type OpenUse,
  type Passage,
  type Path,
  pathKey,
  type Role,
  type TemplateUse,
  type ValueUse,
} from "./flow.ts";

export type Uses = {
  readonly values: ValueUse[];
  readonly calls: CallUse[];
  readonly templates: TemplateUse[];
};

/** A definition while it is gone through with what its data may be. */
export type Scope = {
  readonly uses: Uses;
  readonly source: string;
  readonly template: string;
  readonly dot: readonly Path[];
  readonly variables: Map<string, readonly Path[]>;
  /** The paths that conditions around have made sure of. */
  readonly guards: ReadonlySet<string>;
};

const locationOf = ({ source, template }: Scope, span: Location["span"]): Location => ({
  source,
  template,
  span,
});

const isGuarded = ({ guards }: Scope, path: Path): boolean =>
  guards.size > 0 && guards.has(pathKey(path));

const flowOf = (scope: Scope, paths: readonly Path[], span: Location["span"]): Flow => ({
  ...NO_FLOW,
  paths,
  uses: paths.map((path) => ({
    ...locationOf(scope, span),
    path,
    through: [],
    isGuarded: isGuarded(scope, path),
  })),
});

const below = (paths: readonly Path[], names: readonly string[]): readonly Path[] =>
  paths.map((path) => [...path, ...names]);

/** Records what became of the uses that reached the end of a pipeline. */
export const close = (scope: Scope, uses: readonly OpenUse[], role: Role): void => {
  for (const use of uses) scope.uses.values.push({ ...use, role });
};

const passed = (flows: readonly Flow[], passage: Passage): readonly OpenUse[] => {
  const uses = flows.flatMap((flow) => flow.uses);
  for (const use of uses) use.through.push(passage);
  return uses;
};

type Called = Pick<CommandNode, "span" | "args"> & { readonly name: string };

/** `index` with constant keys goes on along the path. */
const indexFlow = (scope: Scope, { span, args }: Called, flows: readonly Flow[]): Flow => {
  const [base = NO_FLOW, ...keys] = flows;
  const names = keys.map(({ literal }) => literal?.unquoted.text ?? ELEMENT);
  const isKnown = args.slice(2).every(({ type }) => type === "string" || type === "number");
  const others = keys.flatMap(({ uses }) => uses);
  if (!isKnown || keys.length === 0 || base.paths.length === 0) {
    return { ...NO_FLOW, uses: passed(flows, { name: "index", format: undefined }) };
  }
  const paths = below(base.paths, names);
  for (const use of base.uses) {
    use.path = [...use.path, ...names];
    use.span = span;
    use.isGuarded ||= isGuarded(scope, use.path);
  }
  return { ...NO_FLOW, paths, uses: [...base.uses, ...others] };
};

/** Of `or`, all but the last have something in their place. */
const orFlow = (flows: readonly Flow[]): Flow => {
  for (const flow of flows.slice(0, -1)) for (const use of flow.uses) use.isGuarded = true;
  return choiceFlow(flows);
};

const choiceFlow = (flows: readonly Flow[]): Flow => ({
  ...NO_FLOW,
  paths: flows.reduce<readonly Path[]>((joined, { paths }) => joinPaths(joined, paths), []),
  uses: flows.flatMap(({ uses }) => uses),
});

const callFlow = (scope: Scope, { span, args, name }: Called, flows: readonly Flow[]): Flow => {
  scope.uses.calls.push({
    ...locationOf(scope, span),
    name,
    args: flows.map(({ literal, format }) => ({
      literal: locatedLiteral(literal),
      format: locatedLiteral(format),
    })),
  });
  if (name === "index") return indexFlow(scope, { span, args, name }, flows);
  if (name === "or") return orFlow(flows);
  if (name === "and") return choiceFlow(flows);
  const format = name === "printf" ? flows[0]?.literal : undefined;
  return { ...NO_FLOW, uses: passed(flows, { name, format: format?.unquoted.text }), format };
};

/** A field or a method; a method with arguments takes their values in. */
const memberFlow = (flow: Flow, name: string | undefined, args: readonly Flow[]): Flow =>
  args.length === 0
    ? flow
    : { ...flow, uses: [...flow.uses, ...passed(args, { name: name ?? "", format: undefined })] };

const chainFlow = (scope: Scope, operand: Operand & { type: "chain" }): Flow => {
  const base = operandFlow(scope, operand.node);
  for (const use of base.uses) {
    if (use.through.length > 0) continue;
    use.path = [...use.path, ...operand.names];
    use.span = operand.span;
    use.isGuarded ||= isGuarded(scope, use.path);
  }
  return { ...NO_FLOW, paths: below(base.paths, operand.names), uses: base.uses };
};

const operandFlow = (scope: Scope, operand: Operand): Flow => {
  switch (operand.type) {
    case "dot":
      return flowOf(scope, scope.dot, operand.span);
    case "field":
      return flowOf(scope, below(scope.dot, operand.names), operand.span);
    case "variable": {
      const [name = "", ...names] = operand.names;
      return flowOf(scope, below(scope.variables.get(name) ?? [], names), operand.span);
    }
    case "chain":
      return chainFlow(scope, operand);
    case "string":
      return literalFlow(operand);
    case "pipe":
      return pipelineFlow(scope, operand);
    case "identifier":
      return callFlow(scope, { span: operand.span, args: [operand], name: operand.name }, []);
    default:
      return NO_FLOW;
  }
};

const commandFlow = (scope: Scope, command: CommandNode, final: Flow | undefined): Flow => {
  const [first, ...others] = command.args;
  const args = others.map((arg) => operandFlow(scope, arg));
  if (final !== undefined) args.push(final);
  if (first.type === "identifier") {
    return callFlow(scope, { ...command, name: first.name }, args);
  }
  const flow = operandFlow(scope, first);
  const isMember = first.type === "field" || first.type === "variable" || first.type === "chain";
  return isMember ? memberFlow(flow, first.names.at(-1), args) : flow;
};

/** Goes through a pipeline and sets the variables that it declares or assigns. */
export const pipelineFlow = (scope: Scope, pipe: PipeNode): Flow => {
  let flow: Flow | undefined;
  for (const command of pipe.commands) flow = commandFlow(scope, command, flow);
  const result = flow ?? NO_FLOW;
  for (const { names } of pipe.variables) {
    const name = names[0] ?? "";
    const before = pipe.isAssign ? (scope.variables.get(name) ?? []) : [];
    scope.variables.set(name, joinPaths(before, result.paths));
  }
  return result;
};
