import { LONGEST_TEXT } from "../format/print-state.ts";
import type {
  ChainNode,
  CommandNode,
  FieldNode,
  IdentifierNode,
  Operand,
  PipeNode,
  VariableNode,
} from "../syntax/node.ts";
import { nodeText } from "../syntax/node-text.ts";
import { quoteText } from "../syntax/quoted-text.ts";
import { CallError, UnsupportedError } from "../template-error.ts";
import type { GoFunction, GoType } from "../value/go-type.ts";
import {
  type GoValue,
  goBool,
  goString,
  INVALID,
  indirect,
  isTrue,
  type TypedValue,
  zeroOf,
} from "../value/go-value.ts";
import { idealConstant, literalArgument, nilArgument, validated } from "./argument.ts";
import { type AnyNode, enter, fail, type State, step, variableOf } from "./state.ts";

/** A call as written: what is called stands first among the arguments. */
type Call = {
  readonly node: AnyNode;
  readonly name: string;
  readonly args: readonly Operand[];
  /** What the pipeline hands on as the last argument. */
  readonly final: GoValue | undefined;
};

/** Where arguments of a call are evaluated. */
type Scene = { readonly state: State; readonly dot: GoValue };

const notAFunction = (state: State, { args, final }: Pick<Call, "args" | "final">): void => {
  const [first] = args;
  if (first !== undefined && (args.length > 1 || final !== undefined)) {
    fail(state, `can't give argument to non-function ${nodeText(first)}`);
  }
};

/** A nil interface is nothing once a pipeline has it. */
const unwrapped = (value: GoValue): GoValue =>
  value.kind === "nil" && value.type.kind === "interface" ? INVALID : value;

/** The value of a pipeline, with the variables that it declares or assigns. */
export const evalPipeline = (state: State, dot: GoValue, pipe: PipeNode): GoValue => {
  enter(state);
  state.node = pipe;
  let value: GoValue | undefined;
  for (const command of pipe.commands) {
    value = unwrapped(evalCommand({ state, dot }, command, value));
  }
  const result = value ?? INVALID;
  for (const { names } of pipe.variables) {
    const name = names[0] ?? "";
    if (pipe.isAssign) variableOf(state, name).value = result;
    else state.variables.push({ name, value: result });
  }
  state.run.depth--;
  return result;
};

const evalCommand = (scene: Scene, command: CommandNode, final: GoValue | undefined): GoValue => {
  const { state, dot } = scene;
  step(state);
  const { args } = command;
  const [first] = args;
  switch (first.type) {
    case "field":
      return evalField(scene, first, { args, final });
    case "chain":
      return evalChain(scene, first, { args, final });
    case "variable":
      return evalVariable(scene, first, { args, final });
    case "identifier":
      return evalFunction(scene, first, { node: command, args, final });
    case "pipe":
      notAFunction(state, { args, final });
      return evalPipeline(state, dot, first);
    default:
      state.node = first;
      notAFunction(state, { args, final });
      return evalWord(scene, first);
  }
};

const evalWord = ({ state, dot }: Scene, word: Operand): GoValue => {
  switch (word.type) {
    case "bool":
      return goBool(word.bool);
    case "dot":
      return dot;
    case "number":
      return idealConstant(state, word);
    case "string":
      return goString(word.unquoted.text);
    default:
      return fail(state, "nil is not a command");
  }
};

type Given = Pick<Call, "args" | "final">;
const NOTHING_GIVEN: Given = { args: [], final: undefined };

const evalField = (scene: Scene, node: FieldNode, given: Given): GoValue => {
  scene.state.node = node;
  return evalNames(scene, { receiver: scene.dot, node, names: node.names }, given);
};

const evalChain = (scene: Scene, node: ChainNode, given: Given): GoValue => {
  const { state } = scene;
  state.node = node;
  if (node.node.type === "nil") {
    return fail(state, `indirection through explicit nil in ${nodeText(node)}`);
  }
  const receiver = evalOperand(scene, node.node);
  return evalNames(scene, { receiver, node, names: node.names }, given);
};

const evalVariable = (scene: Scene, node: VariableNode, given: Given): GoValue => {
  scene.state.node = node;
  const [name = "", ...names] = node.names;
  const receiver = variableOf(scene.state, name).value;
  if (names.length === 0) {
    notAFunction(scene.state, given);
    return receiver;
  }
  return evalNames(scene, { receiver, node, names }, given);
};

type Path = {
  readonly receiver: GoValue;
  readonly node: AnyNode;
  readonly names: readonly string[];
};

const evalNames = (scene: Scene, { receiver, node, names }: Path, given: Given): GoValue => {
  let value = receiver;
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    const { args, final } = isLast ? given : NOTHING_GIVEN;
    value = evalMember(scene, value, { node, name, args, final });
  }
  return value;
};

/** A field, a key or a method of a value. */
const evalMember = (scene: Scene, receiver: GoValue, call: Call): GoValue => {
  const { state } = scene;
  if (receiver.kind === "invalid") return INVALID;
  const value = indirect(receiver);
  const { text } = receiver.type;
  if (value.kind === "nil" && value.type.kind === "interface") {
    return fail(state, `nil pointer evaluating ${text}.${call.name}`);
  }
  if (value.kind === "invalid") return INVALID;
  const method = value.type.methods.get(call.name);
  if (method !== undefined && value.kind !== "nil") {
    const { parameters } = method;
    const bound: GoFunction = {
      parameters,
      variadic: false,
      call: (args) => method.call(value, args),
    };
    return evalCall(scene, bound, call);
  }
  return memberOf(state, value, { ...call, text });
};

const hasArguments = ({ args, final }: Given): boolean => args.length > 1 || final !== undefined;

const memberOf = (state: State, value: TypedValue, call: Call & { text: string }): GoValue => {
  const { name, text } = call;
  if (value.kind === "struct") {
    const field = value.fields.get(name);
    if (field !== undefined) {
      return hasArguments(call)
        ? fail(state, `${name} has arguments but cannot be invoked as function`)
        : field;
    }
  }
  if (value.kind === "map") {
    return hasArguments(call)
      ? fail(state, `${name} is not a method but has arguments`)
      : (value.entries.get(name) ?? missingKey(value.type));
  }
  if (value.kind === "nil" && value.type.element?.fields.has(name)) {
    return fail(state, `nil pointer evaluating ${text}.${name}`);
  }
  return fail(state, `can't evaluate field ${name} in type ${text}`);
};

/** Prometheus and Alertmanager set missingkey=zero. */
const missingKey = (type: GoType): GoValue =>
  type.element === undefined ? INVALID : zeroOf(type.element);

const evalFunction = (
  scene: Scene,
  node: IdentifierNode,
  { node: whole, args, final }: Omit<Call, "name">,
): GoValue => {
  const { state } = scene;
  state.node = node;
  const { name } = node;
  const called = state.run.functions.get(name);
  if (called === undefined) return fail(state, `${quoteText(name)} is not a defined function`);
  return evalCall(scene, called, { node: whole, name, args, final });
};

const checkCount = (state: State, called: GoFunction, call: Call): void => {
  const written = Math.max(call.args.length - 1, 0);
  const given = written + (call.final === undefined ? 0 : 1);
  const count = called.parameters.length;
  if (called.variadic && given < count - 1) {
    fail(state, `wrong number of args for ${call.name}: want at least ${count - 1} got ${written}`);
  }
  if (!called.variadic && given !== count) {
    fail(state, `wrong number of args for ${call.name}: want ${count} got ${given}`);
  }
};

const parameterAt = ({ parameters, variadic }: GoFunction, index: number): GoType => {
  const type = variadic ? parameters[Math.min(index, parameters.length - 1)] : parameters[index];
  if (type === undefined) throw new Error("a call with more arguments than were counted");
  return type;
};

/** `and` and `or` evaluate no more than they need. */
const evalShortCircuit = (scene: Scene, called: GoFunction, call: Call): GoValue => {
  const { state } = scene;
  let value: GoValue = INVALID;
  for (const arg of call.args.slice(1)) {
    value = evalArgument(scene, parameterAt(called, 0), arg);
    if (isTrue(value) === (call.name === "or")) return value;
  }
  return call.final === undefined ? value : validated(state, call.final, parameterAt(called, 0));
};

const evalCall = (scene: Scene, called: GoFunction, call: Call): GoValue => {
  const { state } = scene;
  checkCount(state, called, call);
  if (call.name === "and" || call.name === "or") return evalShortCircuit(scene, called, call);
  const values = call.args
    .slice(1)
    .map((arg, index) => evalArgument(scene, parameterAt(called, index), arg));
  if (call.final !== undefined) {
    values.push(validated(state, call.final, parameterAt(called, values.length)));
  }
  return answerOf(state, called, { node: call.node, name: call.name, values });
};

type MadeCall = {
  readonly node: AnyNode;
  readonly name: string;
  readonly values: readonly GoValue[];
};

const answerOf = (state: State, called: GoFunction, { node, name, values }: MadeCall): GoValue => {
  try {
    const answer = called.call(values);
    if (answer.kind === "string" && answer.text.length > LONGEST_TEXT) {
      throw new UnsupportedError(`a text of more than ${LONGEST_TEXT} characters`);
    }
    return answer;
  } catch (error) {
    if (!(error instanceof CallError || error instanceof UnsupportedError)) throw error;
    state.node = node;
    return fail(state, `error calling ${name}: ${error.message}`);
  }
};

/** An operand whose type nobody asks for. */
const evalOperand = (scene: Scene, node: Operand): GoValue => {
  const { state, dot } = scene;
  state.node = node;
  switch (node.type) {
    case "dot":
      return dot;
    case "field":
      return evalField(scene, node, { args: [node], final: undefined });
    case "variable":
      return evalVariable(scene, node, NOTHING_GIVEN);
    case "pipe":
      return evalPipeline(state, dot, node);
    case "identifier":
      return evalFunction(scene, node, { node, args: [], final: undefined });
    case "chain":
      return evalChain(scene, node, NOTHING_GIVEN);
    default:
      return evalWord(scene, node);
  }
};

const evalArgument = (scene: Scene, type: GoType, node: Operand): GoValue => {
  const { state } = scene;
  step(state);
  switch (node.type) {
    case "nil":
      state.node = node;
      return nilArgument(state, type);
    case "bool":
    case "number":
    case "string":
      return literalArgument(state, type, node);
    default:
      return validated(state, evalOperand(scene, node), type);
  }
};
