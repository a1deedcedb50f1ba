import * as z from "zod";
import { labelNameSchema } from "./label.ts";

/** How the value of an alert's query is written for a reader. */
const VALUE_FORMATS = [
  /** A ratio as `5.2%`. */
  "percent",
  /** Seconds as `1m 30s`. */
  "seconds",
  /** Bytes as `1.6GiB`. */
  "bytes",
  /** A multiple as `14.4x`. */
  "times",
  /** At most four significant digits. */
  "number",
] as const;
export type ValueFormat = (typeof VALUE_FORMATS)[number];

const partSchema = z.union([
  z.string(),
  z.strictObject({ label: labelNameSchema }),
  z.strictObject({ value: z.enum(VALUE_FORMATS) }),
  /** Why the message could not be made; refused when the system is read. */
  z.strictObject({ failed: z.string() }),
]);
export type MessagePart = z.infer<typeof partSchema>;

/** Text with holes for facts that are known only when the alert fires. */
export const messageSchema = z
  .array(partSchema)
  .min(1, "is empty")
  .superRefine((message, context) => {
    for (const part of message) {
      if (typeof part === "object" && "failed" in part) {
        context.addIssue({ code: "custom", message: part.failed });
      }
    }
  });
export type Message = z.infer<typeof messageSchema>;

/**
 * Something that is known only when the alert fires. Put it in a template string; there is nothing to
 * compare or to cut, because the text is made once, when the definition is read.
 */
export type Fact = { readonly known: "when the alert fires"; readonly toString: () => string };

/** What a message may speak of: labels that the alert's result carries, and its value. */
export type Facts<Carried extends string> = {
  readonly labels: Readonly<Record<Carried, Fact>>;
  readonly value: Readonly<Record<ValueFormat, Fact>>;
};

const OPEN = "\u{e000}";
const CLOSE = "\u{e001}";
const placeholder = (kind: "label" | "value", name: string): string =>
  `${OPEN}${kind}:${name}${CLOSE}`;

const fact = (text: string): Fact =>
  Object.freeze({ known: "when the alert fires", toString: () => text });

const isValueFormat = (text: string): text is ValueFormat =>
  VALUE_FORMATS.some((format) => format === text);

/** The facts as placeholders. Any label answers, so that one which is not carried is reported by name. */
const placeholders = (): Facts<string> => ({
  labels: new Proxy<Record<string, Fact>>(
    {},
    { get: (_, name) => fact(placeholder("label", String(name))) },
  ),
  value: {
    percent: fact(placeholder("value", "percent")),
    seconds: fact(placeholder("value", "seconds")),
    bytes: fact(placeholder("value", "bytes")),
    times: fact(placeholder("value", "times")),
    number: fact(placeholder("value", "number")),
  },
});

const parsePart = (text: string): MessagePart | undefined => {
  const match = /^\u{e000}(label|value):([^\u{e000}\u{e001}]*)\u{e001}$/u.exec(text);
  if (match === null) return text.includes(OPEN) || text.includes(CLOSE) ? undefined : text;
  const [, kind, name = ""] = match;
  if (kind === "label") return { label: name };
  return isValueFormat(name) ? { value: name } : undefined;
};

const parts = (text: string): Message | undefined => {
  const message: Message = [];
  for (const piece of text.split(/(\u{e000}[^\u{e000}\u{e001}]*\u{e001})/u)) {
    const part = parsePart(piece);
    if (part === undefined) return undefined;
    if (part !== "") message.push(part);
  }
  return message;
};

/** Runs `write` once against placeholders. Never throws: what goes wrong becomes a failed part. */
export const writeMessage = <Carried extends string>(
  write: string | ((facts: Facts<Carried>) => string),
): Message => {
  let text: unknown;
  try {
    text = typeof write === "function" ? write(placeholders()) : write;
  } catch (error) {
    return [{ failed: `cannot be made: it throws ${String(error)}` }];
  }
  if (typeof text !== "string")
    return [{ failed: `must be text or a function that gives it, not ${typeof text}` }];
  return parts(text) ?? [{ failed: "changes a fact; put facts into the text as they are" }];
};
