import { lineIndexOf } from "./line-index.ts";
import type { LocatedText, Place, SourceProblem } from "./source.ts";

/** A text to be read as YAML, and where it stands in its file. */
export type YamlSource = {
  readonly text: string;
  readonly file: string;
  /** From an offset into the text to one into the file. */
  readonly toFile: (offset: number) => number;
  readonly placeAt: (offset: number) => Place;
};

/** A whole file. */
export const fileSource = (text: string, file: string): YamlSource => {
  const lines = lineIndexOf(text);
  return {
    text,
    file,
    toFile: (offset) => offset,
    placeAt: (offset) => {
      const { line, column } = lines.at(offset);
      return { file, line, column };
    },
  };
};

/** A text inside a file, such as a block scalar. */
export const innerSource = ({ text, file, offsetAt, placeAt }: LocatedText): YamlSource => ({
  text,
  file,
  toFile: offsetAt,
  placeAt,
});

/** A part of a source that begins at `base`. */
export const partOf = (source: YamlSource, base: number, text: string): YamlSource => ({
  text,
  file: source.file,
  toFile: (offset) => source.toFile(base + offset),
  placeAt: (offset) => source.placeAt(base + offset),
});

export type ProblemText = Omit<SourceProblem, "place">;

export const problemAt = (
  source: YamlSource,
  offset: number,
  text: ProblemText,
): SourceProblem => ({
  place: source.placeAt(offset),
  ...text,
});
