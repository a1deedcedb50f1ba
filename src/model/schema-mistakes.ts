import type * as z from "zod";
import { type DefinedAt, definedAtSchema } from "./definition.ts";
import type { Mistake } from "./mistake.ts";
import { systemSchema } from "./system.ts";

type Issue = z.core.$ZodIssue;
type Subject = { readonly words: string; readonly place: DefinedAt; readonly depth: number };

const NOUNS: Readonly<Record<string, string>> = {
  services: "service",
  alerts: "alert",
  objectives: "objective",
  people: "person",
  teams: "team",
  escalationPolicies: "escalation policy",
};

/** What to write where something that must be there is not. */
const WANTED: Readonly<Record<string, string>> = {
  direct:
    "add `direct: { email: { … }, runbook }`: whom Alertmanager tells by itself when Tocsin is down",
  deadMansSwitch: "add `deadMansSwitch: { url }`: it notices when Prometheus or Alertmanager dies",
  watchdog: "add `watchdog: { runbook }`: without it silence would be taken for recovery",
  runbook: 'add `runbook: "runbooks/….md"`: what to do when this fires',
  when: "add `when`, written with the tag promql: the query whose every series is an alert",
  because: "add `because`: what this means for the users of the service",
  tocsin:
    "add `tocsin: { url, externalUrl, tokenFile }`: where Alertmanager and people find Tocsin",
  kubernetes: "add `kubernetes: { namespace, ruleLabels, alertmanager }`",
  runbookBaseUrl: "add `runbookBaseUrl`: where the folder `runbooks` of the output is published",
  fallback: "add `fallback: email(…)`: told when an escalation has reached nobody",
};

const field = (value: unknown, key: PropertyKey): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;

const nameOf = (value: unknown): string => {
  const name = field(value, "name");
  const id = field(value, "id") ?? name;
  return typeof id === "string" ? `"${id}"` : "without a name";
};

/** The innermost thing with a name of its own that the path of an issue leads through. */
const subjectOf = (root: unknown, path: readonly PropertyKey[]): Subject => {
  let subject: Subject = {
    words: `system ${nameOf(root)}`,
    place: definedAtSchema.safeParse(field(root, "definedAt")).data,
    depth: 0,
  };
  let value = root;
  for (const [index, key] of path.entries()) {
    value = field(value, key);
    const noun = NOUNS[String(path[index - 1])];
    if (noun === undefined || typeof key !== "number") continue;
    const place = definedAtSchema.safeParse(field(value, "definedAt")).data ?? subject.place;
    subject = { words: `${noun} ${nameOf(value)}`, place, depth: index + 1 };
  }
  return subject;
};

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");

const shown = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? JSON.stringify(value)
    : "";

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(field, root);

const articled = (noun: string): string => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

const remedyFor = (value: unknown): string => {
  if (value === "") return "write it";
  return Array.isArray(value) && value.length === 0 ? "add at least one" : "change it";
};

/** Our own messages put what to do after a semicolon. */
const describe = (issue: Issue, value: unknown): { message: string; mend: string } => {
  const name = String(issue.path.at(-1) ?? "");
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => `"${key}"`).join(", ");
    return { message: `has the unknown field ${keys}`, mend: "remove it, or correct its spelling" };
  }
  if (issue.code === "invalid_key") {
    const why = issue.issues[0]?.message ?? "must be another";
    return { message: `has the name ${JSON.stringify(name)}`, mend: `it ${why}` };
  }
  if (value === undefined) {
    return { message: "is missing", mend: WANTED[name] ?? `add \`${name}\`` };
  }
  if (issue.code === "invalid_value") {
    const choices = issue.values.map((choice) => JSON.stringify(choice)).join(", ");
    return { message: `is ${shown(value)}`, mend: `write one of ${choices}` };
  }
  if (issue.code === "invalid_type") {
    return {
      message: `is not ${articled(issue.expected)}`,
      mend: `write ${articled(issue.expected)}`,
    };
  }
  if (value === "") return { message: "is empty", mend: `write \`${name}\`` };
  if (issue.code === "too_small" && issue.message.startsWith("Too small")) {
    return { message: "is too small", mend: `give it at least ${issue.minimum}` };
  }
  if (issue.code === "too_big" && issue.message.startsWith("Too big")) {
    return { message: "is too big", mend: `give it at most ${issue.maximum}` };
  }
  const words = issue.message.replace(/^is not/, "must be");
  if (words.startsWith("must")) {
    return { message: `is ${shown(value) || "wrong"}`, mend: `it ${words}` };
  }
  const [fault = "", remedy = remedyFor(value)] = words.split("; ", 2);
  return { message: fault, mend: remedy };
};

const toMistake = (issue: Issue, root: unknown): Mistake => {
  const subject = subjectOf(root, issue.path);
  const rest = pathText(issue.path.slice(subject.depth));
  const { message, mend } = describe(issue, valueAt(root, issue.path));
  return {
    rule: issue.code === "unrecognized_keys" ? "unknown-field" : "wrong-field",
    place: subject.place,
    message: `${subject.words}${rest === "" ? "" : `: \`${rest}\``} ${message}`,
    mend,
  };
};

/** Every way in which `raw` is not a system: fields that are missing, unknown or wrong. */
export const schemaMistakes = (raw: unknown): Mistake[] => {
  const { error } = systemSchema.safeParse(raw);
  return error === undefined ? [] : error.issues.map((issue) => toMistake(issue, raw));
};
