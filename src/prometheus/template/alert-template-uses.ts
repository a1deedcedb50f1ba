import type { ParsedTemplate } from "../../lib/go-template/syntax/parser.ts";
import type { LocatedLiteral, Passage, Role, ValueUse } from "../../lib/go-template/uses/flow.ts";
import { templateUses } from "../../lib/go-template/uses/template-uses.ts";
import { remembered } from "../../lib/remembered.ts";
import type { Span } from "../../lib/source.ts";
import type { PrometheusVersion } from "./alert-functions.ts";
import {
  type AlertTemplateProblem,
  PREAMBLE,
  parseAlertTemplate,
  sharedTemplate,
} from "./expand-alert-template.ts";

type DataUse = {
  /** In the text of the label or annotation. */
  readonly span: Span;
  readonly role: Role;
  /** The functions it went through, innermost first. */
  readonly through: readonly Passage[];
  /** An `if` or `with` around it makes sure that it is not empty, or an `or` has something in its place. */
  readonly isGuarded: boolean;
};

/** A label that a template reads; without a name, all of them at once. */
export type LabelUse = DataUse & { readonly name: string | undefined };

/** A query that a template makes. The offsets of its text count in the text of the label or annotation. */
export type QueryUse = {
  readonly span: Span;
  /** Undefined where the template puts the query together itself. */
  readonly expression: LocatedLiteral | undefined;
  /** What printf makes the query of. */
  readonly format: LocatedLiteral | undefined;
};

export type AlertTemplateUses = {
  readonly labels: readonly LabelUse[];
  readonly externalLabels: readonly LabelUse[];
  readonly values: readonly DataUse[];
  readonly queries: readonly QueryUse[];
};

const shift = ({ from, to }: Span): Span => ({
  from: from - PREAMBLE.length,
  to: to - PREAMBLE.length,
});

const shifted = (literal: LocatedLiteral | undefined): LocatedLiteral | undefined =>
  literal && {
    text: literal.text,
    offsets: literal.offsets.map((offset) => offset - PREAMBLE.length),
  };

const dataUse = ({ span, role, through, isGuarded }: ValueUse): DataUse => ({
  span: shift(span),
  role,
  through,
  isGuarded,
});

const labelUses = (uses: readonly ValueUse[], field: string): readonly LabelUse[] =>
  uses
    .filter(({ path }) => path[0] === field)
    .map((use) => ({ ...dataUse(use), name: use.path[1] }));

const usesIn = remembered(({ trees, name }: ParsedTemplate): AlertTemplateUses => {
  const { values, calls } = templateUses(trees, name);
  const written = values.filter(({ span }) => span.from >= PREAMBLE.length);
  return {
    labels: labelUses(written, "Labels"),
    externalLabels: labelUses(written, "ExternalLabels"),
    values: written.filter(({ path }) => path[0] === "Value").map(dataUse),
    queries: calls
      .filter(({ name }) => name === "query")
      .map(({ span, args }) => ({
        span: shift(span),
        expression: shifted(args[0]?.literal),
        format: shifted(args[0]?.format),
      })),
  };
});

/** What a label or an annotation of a rule reads: labels, the value, queries, each with its place. */
export const alertTemplateUses = (
  text: string,
  alert: string,
  version: PrometheusVersion,
): AlertTemplateUses | { readonly error: AlertTemplateProblem } => {
  const shared = sharedTemplate(text, version);
  if (shared !== undefined) return usesIn(shared);
  const parsed = parseAlertTemplate(text, { alert, version });
  return "error" in parsed ? parsed : usesIn(parsed.template);
};
