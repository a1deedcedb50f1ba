/** Replaces the characters from `from` up to `to` of a file. */
export type Edit = {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
};

/** The one right mend of a finding. */
export type Fix = { readonly edits: readonly Edit[] };
