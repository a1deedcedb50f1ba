type Paint = (text: string) => string;

/** What the terminal can do; the identity where there are no colours. */
export type Colours = {
  readonly red: Paint;
  readonly yellow: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
};

/** A paragraph; it is broken into lines of the page, which are indented by so much beyond the first. */
export type Paragraph = {
  readonly text: string;
  /** What is wrong, or keeps the alert back, stands out. */
  readonly tone?: "red" | "yellow" | "dim";
  readonly hanging?: number;
};

/** One question that the page answers. */
export type Row = { readonly label: string; readonly paragraphs: readonly Paragraph[] };

const WIDTH = 80;
const INDENT = "  ";
const LABEL_WIDTH = 12;

/** Breaks at spaces only; a word that is longer than the line stands alone. Leading spaces stay. */
export const wrapped = (text: string, width: number, hanging = 0): string[] => {
  const lines: string[] = [];
  for (const written of text.split("\n")) {
    const indent = " ".repeat(written.length - written.trimStart().length);
    let line = "";
    for (const word of written.trim().split(/ (?! )/)) {
      const next = line === "" ? indent + word : `${line} ${word}`;
      if (next.length <= width || line === "") {
        line = next;
        continue;
      }
      lines.push(line);
      line = `${indent}${" ".repeat(hanging)}${word}`;
    }
    lines.push(line.trimEnd());
  }
  return lines;
};

/** What comes from files and templates must not move the cursor or change colours. */
export const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n]+/gu, " ");

const rowLines = ({ label, paragraphs }: Row, colours: Colours): string[] => {
  const width = WIDTH - INDENT.length - LABEL_WIDTH;
  const lines = paragraphs.flatMap(({ text, tone, hanging = 2 }) =>
    wrapped(printable(text), width, hanging).map((line) =>
      tone === undefined ? line : colours[tone](line),
    ),
  );
  return lines.map((line, index) => {
    const shown = index === 0 ? label : "";
    return `${INDENT}${colours.dim(shown.padEnd(LABEL_WIDTH))}${line}`.trimEnd();
  });
};

/** Rows with something to say, their labels in one column. */
export const rowsText = (rows: readonly Row[], colours: Colours): string =>
  rows
    .filter(({ paragraphs }) => paragraphs.length > 0)
    .flatMap((row) => rowLines(row, colours))
    .map((line) => `${line}\n`)
    .join("");

/** The cells in columns; the last one is as wide as it likes. */
export const columnsOf = (rows: readonly (readonly string[])[]): string[] => {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
};
