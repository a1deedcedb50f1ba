import type { CommandNode, ListNode, Node, Operand, PipeNode } from "./node.ts";
import { quoteText } from "./quoted-text.ts";

const pipeText = (pipe: PipeNode): string => {
  const variables = pipe.variables.map((variable) => variable.names.join(".")).join(", ");
  const assignment = variables === "" ? "" : `${variables} ${pipe.isAssign ? "=" : ":="} `;
  return assignment + pipe.commands.map(commandText).join(" | ");
};

const commandText = (command: CommandNode): string =>
  command.args
    .map((arg) => (arg.type === "pipe" ? `(${pipeText(arg)})` : operandText(arg)))
    .join(" ");

/** An operand as Go writes it in errors. */
const operandText = (operand: Operand): string => {
  switch (operand.type) {
    case "field":
      return operand.names.map((name) => `.${name}`).join("");
    case "variable":
      return operand.names.join(".");
    case "chain": {
      const inner = operandText(operand.node);
      const start = operand.node.type === "pipe" ? `(${inner})` : inner;
      return start + operand.names.map((name) => `.${name}`).join("");
    }
    case "identifier":
      return operand.name;
    case "number":
      return operand.written;
    case "string":
      return operand.quoted;
    case "bool":
      return String(operand.bool);
    case "dot":
      return ".";
    case "nil":
      return "nil";
    case "pipe":
      return pipeText(operand);
  }
};

const listText = (list: ListNode): string =>
  list.nodes.map((node) => (node.type === "text" ? node.text : nodeText(node))).join("");

/** A node as Go writes it in errors. */
export const nodeText = (node: Node | ListNode | CommandNode | Operand): string => {
  switch (node.type) {
    case "list":
      return listText(node);
    case "text":
      return quoteText(node.text);
    case "action":
      return `{{${pipeText(node.pipe)}}}`;
    case "if":
    case "range":
    case "with": {
      const otherwise = node.elseList === undefined ? "" : `{{else}}${listText(node.elseList)}`;
      return `{{${node.type} ${pipeText(node.pipe)}}}${listText(node.list)}${otherwise}{{end}}`;
    }
    case "template": {
      const argument = node.pipe === undefined ? "" : ` ${pipeText(node.pipe)}`;
      return `{{template ${quoteText(node.name)}${argument}}}`;
    }
    case "break":
    case "continue":
      return `{{${node.type}}}`;
    case "command":
      return commandText(node);
    default:
      return operandText(node);
  }
};
