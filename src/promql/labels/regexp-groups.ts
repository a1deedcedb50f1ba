/** A capturing group of a regular expression. */
export type RegexpGroup = {
  readonly name: string | undefined;
  /** A regular expression for what it captures; undefined when that depends on what stands around it. */
  readonly body: string | undefined;
  /** Whether it takes part in every match. */
  readonly certain: boolean;
};

type OpenGroup = {
  readonly index: number;
  readonly from: number;
  readonly name: string | undefined;
};

/** An opening parenthesis that captures or only groups; flags and the like are left to others. */
const OPENING = /\((?:\?(?::|P?<(\w+)>))?/y;
const CONTEXTUAL = /[\^$]|\\[bBAzQE]/;

const endOfClass = (expression: string, from: number): number => {
  let index = from + 1;
  if (expression[index] === "^") index++;
  if (expression[index] === "]") index++;
  while (index < expression.length && expression[index] !== "]") {
    if (expression[index] === "\\") index++;
    else if (expression.startsWith("[:", index)) {
      const end = expression.indexOf(":]", index + 2);
      if (end > 0) index = end + 1;
    }
    index++;
  }
  return index;
};

const mayBeSkipped = (expression: string, after: number): boolean =>
  /^(?:[*?]|\{0)/.test(expression.slice(after, after + 2));

type Reading = {
  readonly expression: string;
  readonly groups: RegexpGroup[];
  readonly open: OpenGroup[];
  /** Whether `|` stands outside of all groups. */
  alternates: boolean;
};

const openGroup = (reading: Reading, index: number): number | undefined => {
  OPENING.lastIndex = index;
  const opening = OPENING.exec(reading.expression);
  if (opening === null || reading.expression[OPENING.lastIndex] === "?") return undefined;
  const captures = !opening[0].endsWith(":");
  const name = opening[1];
  if (captures) reading.groups.push({ name, body: undefined, certain: false });
  reading.open.push({
    index: captures ? reading.groups.length - 1 : -1,
    from: OPENING.lastIndex,
    name,
  });
  return OPENING.lastIndex - 1;
};

const closeGroup = (reading: Reading, index: number): boolean => {
  const opened = reading.open.pop();
  if (opened === undefined) return false;
  if (opened.index < 0) return true;
  const body = reading.expression.slice(opened.from, index);
  const certain = reading.open.length === 0 && !mayBeSkipped(reading.expression, index + 1);
  reading.groups[opened.index] = {
    name: opened.name,
    body: CONTEXTUAL.test(body.replaceAll("[^", "[")) ? undefined : body,
    certain,
  };
  return true;
};

/** Reads one element; gives the index of its last character, undefined when the expression is beyond this reader. */
const readElement = (reading: Reading, index: number): number | undefined => {
  const { expression } = reading;
  const character = expression[index];
  if (character === "\\") return expression[index + 1] === "Q" ? undefined : index + 1;
  if (character === "[") return endOfClass(expression, index);
  if (character === "(") return openGroup(reading, index);
  if (character === ")") return closeGroup(reading, index) ? index : undefined;
  if (character === "|" && reading.open.length === 0) reading.alternates = true;
  return index;
};

/** The capturing groups, in order, from the first; undefined where the expression sets flags or quotes text. */
export const readRegexpGroups = (expression: string): readonly RegexpGroup[] | undefined => {
  const reading: Reading = { expression, groups: [], open: [], alternates: false };
  for (let index = 0; index < expression.length; index++) {
    const last = readElement(reading, index);
    if (last === undefined) return undefined;
    index = last;
  }
  if (!reading.alternates) return reading.groups;
  return reading.groups.map((group) => ({ ...group, certain: false }));
};
