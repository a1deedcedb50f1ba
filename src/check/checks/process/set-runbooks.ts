import type { LocatedText } from "../../../lib/source.ts";
import {
  type RunbookIndex,
  type RunbookLink,
  type RunbookTarget,
  readRunbookLink,
  resolveRunbookLink,
  runbookIndex,
} from "../../evidence/runbook-link.ts";
import { normalName, type Runbook, readRunbook } from "../../evidence/runbook-page.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { nearNames } from "./near-names.ts";

/** An alert and the runbook that it links to. */
export type AlertRunbook = {
  readonly alert: ExaminedAlert;
  /** What the annotation says; undefined when there is none, or it is a mere placeholder. */
  readonly written: LocatedText | undefined;
  readonly link: RunbookLink | undefined;
  /** The page or section of the set that it leads to. */
  readonly target: RunbookTarget | undefined;
};

export type SetRunbooks = {
  readonly pages: readonly Runbook[];
  readonly index: RunbookIndex;
  /** The page or heading that was probably meant. */
  readonly near: (name: string) => string | undefined;
  /** One for each alert, in their order. */
  readonly alerts: readonly AlertRunbook[];
  /** Whether any page of the set is a runbook: other pages of Markdown prove nothing about links. */
  readonly areHeld: boolean;
};

const PLACEHOLDER = /^(?:|-|todo|tbd|none|n\/a|null|fixme|\?+)$/i;
const RUNBOOK_NAME = /^(?:runbook|playbook)(?:_?(?:url|link))?$/i;

const annotationOf = ({ rule }: ExaminedAlert, wanted: string): LocatedText | undefined => {
  const named =
    rule.annotations.find(({ name }) => name.text === wanted) ??
    rule.annotations.find(({ name }) => RUNBOOK_NAME.test(name.text));
  return named === undefined || PLACEHOLDER.test(named.value.text.trim()) ? undefined : named.value;
};

const isBookPath = (path: string): boolean => /runbook|playbook/i.test(path);

const compute = ({ evidence, alerts, settings }: Examined): SetRunbooks => {
  const pages = evidence.runbooks.map(readRunbook);
  const index = runbookIndex(pages);
  const linked = alerts.map((alert): AlertRunbook => {
    const written = annotationOf(alert, settings.runbookAnnotation);
    const link = written && readRunbookLink(written.text.trimEnd());
    const target = link && !link.isTemplate ? resolveRunbookLink(index, link) : undefined;
    return { alert, written, link, target };
  });
  const names = new Set(alerts.map(({ rule }) => normalName(rule.name.text)));
  const areHeld =
    linked.some(({ target }) => target !== undefined) ||
    pages.some(({ path, name }) => isBookPath(path) || names.has(normalName(name)));
  const called = pages.flatMap(({ name, headings }) => [name, ...headings.map(({ text }) => text)]);
  return { pages, index, near: nearNames(called), alerts: linked, areHeld };
};

const computed = new WeakMap<Examined, SetRunbooks>();

export const runbooksOf = (examined: Examined): SetRunbooks => {
  const known = computed.get(examined) ?? compute(examined);
  computed.set(examined, known);
  return known;
};
