const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Quoted strings and comments: brackets within them do not count. */
const OPAQUE = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|#[^\n]*/g;

/** What is wrong with the brackets and quotes of a query, or undefined. */
export const bracketMistake = (query: string): string | undefined => {
  const open: string[] = [];
  for (const [mark] of query.replace(OPAQUE, " ").matchAll(/[()[\]{}"'`]/g)) {
    const closing = CLOSING[mark];
    if (closing !== undefined) open.push(closing);
    else if (/["'`]/.test(mark)) return `has a ${mark} that is not closed`;
    else if (open.pop() !== mark) return `has a ${mark} that nothing opened`;
  }
  const missing = open.pop();
  return missing === undefined ? undefined : `lacks a ${missing}`;
};
