import { UnsupportedError } from "../template-error.ts";
import { compareTexts } from "../value/byte-text.ts";
import type { GoValue, TypedValue } from "../value/go-value.ts";
import { type Flags, pad } from "./print-state.ts";
import { formatBool, formatFloat, formatInt, formatText } from "./scalar-verbs.ts";

/** How deep values may hold one another to be printed, and how many in all, for one may stand in many. */
const DEEPEST = 50;
const MOST = 500_000;

type Printing = {
  readonly verb: string;
  readonly flags: Flags;
  /** Inside `%!d(…)` values print by their form alone. */
  readonly isError: boolean;
  readonly depth: number;
  /** How many values have been printed. */
  readonly count: { soFar: number };
};

const TEXT_VERBS: ReadonlySet<string> = new Set(["v", "s", "x", "X", "q"]);

/** What the value's String method says, where Go would call it. */
const ownText = (value: TypedValue, { verb, isError }: Printing): string | undefined => {
  if (isError || !TEXT_VERBS.has(verb)) return undefined;
  const said = value.type.methods.get("String")?.call(value, []);
  return said?.kind === "string" ? said.text : undefined;
};

const badVerb = (value: GoValue, printing: Printing): string => {
  const { verb } = printing;
  if (value.kind === "invalid") return `%!${verb}(<nil>)`;
  const shown = print(value, { ...printing, verb: "v", isError: true, depth: 0 });
  return `%!${verb}(${value.type.text}=${shown})`;
};

const within = (printing: Printing): Printing => ({ ...printing, depth: printing.depth + 1 });

const mapText = (entries: ReadonlyMap<string, GoValue>, printing: Printing): string =>
  [...entries]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([key, value]) => {
      const name = formatText(key, printing.verb, printing.flags);
      const shown =
        name ?? `%!${printing.verb}(string=${formatText(key, "v", printing.flags) ?? ""})`;
      return `${shown}:${print(value, within(printing))}`;
    })
    .join(" ");

const structText = (fields: ReadonlyMap<string, GoValue>, printing: Printing): string =>
  [...fields]
    .map(([name, value]) => {
      const shown = print(value, within(printing));
      return printing.flags.plusV ? `${name}:${shown}` : shown;
    })
    .join(" ");

const pointerText = (value: TypedValue & { kind: "pointer" }, printing: Printing): string => {
  const { to } = value;
  const isWhole = to.kind === "slice" || to.kind === "map" || to.kind === "struct";
  if (printing.depth > 0 || !isWhole) throw new UnsupportedError("the address of a value");
  return `&${print(to, within(printing))}`;
};

const formText = (value: TypedValue, printing: Printing): string | undefined => {
  const { verb, flags } = printing;
  switch (value.kind) {
    case "nil":
      return verb === "v" || value.type.kind === "interface" ? pad("<nil>", flags) : undefined;
    case "bool":
      return formatBool(value.bool, verb, flags);
    case "int":
      return formatInt(value.int, verb, flags);
    case "float":
      return formatFloat(value.float, verb, flags);
    case "string":
      return formatText(value.text, verb, flags);
    case "slice":
      return `[${value.items.map((item) => print(item, within(printing))).join(" ")}]`;
    case "map":
      return `map[${mapText(value.entries, printing)}]`;
    case "struct":
      return `{${structText(value.fields, printing)}}`;
    case "time":
      throw new UnsupportedError(`a time as %${verb}`);
    case "pointer":
      return pointerText(value, printing);
  }
};

const print = (value: GoValue, printing: Printing): string => {
  printing.count.soFar++;
  if (printing.depth > DEEPEST || printing.count.soFar > MOST) {
    throw new UnsupportedError("a value that is too deep or too large to print");
  }
  if (value.kind === "invalid") {
    return printing.verb === "v" ? pad("<nil>", printing.flags) : badVerb(value, printing);
  }
  // A pointer has the methods of what it points to.
  const own = value.kind === "pointer" ? behind(value) : value;
  const said = own === undefined ? undefined : ownText(own, printing);
  if (said !== undefined) return formatText(said, printing.verb, printing.flags) ?? said;
  return formText(value, printing) ?? badVerb(value, printing);
};

const behind = (value: TypedValue & { kind: "pointer" }): TypedValue | undefined =>
  value.to.kind === "invalid" ? undefined : value.to;

/** A value by the letter of a verb, as Go's fmt writes it, with its complaint where they do not fit. */
export const formatValue = (value: GoValue, verb: string, flags: Flags): string => {
  if (verb === "T") {
    return formatText(value.kind === "invalid" ? "<nil>" : value.type.text, "s", flags) ?? "";
  }
  if (verb === "p") throw new UnsupportedError("the address of a value, %p");
  return print(value, { verb, flags, isError: false, depth: 0, count: { soFar: 0 } });
};
