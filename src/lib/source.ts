/** Offsets into a text: `from` is the first character, `to` the one after the last. */
export type Span = { readonly from: number; readonly to: number };

/** A place in a file as editors count: from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** A text that knows where each of its characters stands in a file, whatever quoting or nesting lies between. */
export type LocatedText = {
  readonly text: string;
  readonly file: string;
  /** Where the character at `offset` of the text stands in the file, as an offset into the file. */
  readonly offsetAt: (offset: number) => number;
  /** The same as line and column. */
  readonly placeAt: (offset: number) => Place;
};

/** Something that keeps a file from being read as what it is, or that its program would refuse. */
export type SourceProblem = {
  /** A short name for this kind of problem. */
  readonly rule: string;
  readonly place: Place;
  /** What is wrong with what, in one sentence without a full stop. */
  readonly message: string;
  readonly mend: string;
};
