/** Where the lines of a text begin, for turning offsets into lines and columns. */
export type LineIndex = {
  /** The line and column at `offset`, both from 1; columns count UTF-16 units, as editors do. */
  readonly at: (offset: number) => { readonly line: number; readonly column: number };
};

const startsOf = (text: string): number[] => {
  const starts = [0];
  if (text.includes("\r")) {
    for (const { index, 0: ending } of text.matchAll(/\r\n?|\n/g)) {
      starts.push(index + ending.length);
    }
    return starts;
  }
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
};

/** Lines end with LF, CRLF or CR. Offsets outside the text count as its beginning or its end. */
export const lineIndexOf = (text: string): LineIndex => {
  const starts = startsOf(text);
  let latest = 0;
  const beginOf = (line: number) => starts[line] ?? Number.POSITIVE_INFINITY;
  const search = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (beginOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    at: (wanted) => {
      const offset = Math.min(Math.max(wanted, 0), text.length);
      const isLatest = beginOf(latest) <= offset && offset < beginOf(latest + 1);
      if (!isLatest) latest = search(offset);
      return { line: latest + 1, column: offset - beginOf(latest) + 1 };
    },
  };
};
