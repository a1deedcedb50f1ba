import type { Check, Discovery } from "../../check.ts";
import { normalName } from "../../evidence/runbook-page.ts";
import type { Examined } from "../../examined.ts";
import { listedLines } from "./listed.ts";
import { type AlertRunbook, runbooksOf, type SetRunbooks } from "./set-runbooks.ts";

const nameOf = ({ alert }: AlertRunbook): string => alert.rule.name.text;

const kebab = (name: string): string =>
  name.replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** Alerts of one file that link to nothing: one finding when none of the file does. */
const unlinked = function* (
  ofFile: readonly AlertRunbook[],
  { index }: SetRunbooks,
  annotation: string,
): Iterable<Discovery> {
  const without = ofFile.filter(({ written }) => written === undefined);
  const [first] = without;
  if (first === undefined) return;
  if (without.length === ofFile.length && ofFile.length > 1) {
    yield {
      place: first.alert.rule.name.placeAt(0),
      subject: first.alert.document.file,
      message: `none of the ${ofFile.length} alerts of this file links to a runbook`,
      help: `give each an annotation ${annotation} with the address of a page that says what to do`,
    };
    return;
  }
  for (const one of without) {
    const page = index.pages.get(normalName(nameOf(one)))?.[0];
    yield {
      place: one.alert.rule.name.placeAt(0),
      subject: nameOf(one),
      message: `${nameOf(one)} has no runbook: whoever it wakes starts from nothing`,
      help:
        page === undefined
          ? `add the annotation ${annotation} with the address of a page that says what to do`
          : `add the annotation ${annotation} with the address of ${page.path}`,
    };
  }
};

/** Links of one file that nothing given can prove. */
const unproven = (ofFile: readonly AlertRunbook[], hasPages: boolean): Discovery | undefined => {
  const [first] = ofFile;
  if (first?.written === undefined) return undefined;
  const count = ofFile.length === 1 ? "the runbook link" : `the ${ofFile.length} runbook links`;
  const why = hasPages
    ? `no page of the set is of ${first.link?.site}`
    : "there are no pages of Markdown in the set";
  return {
    place: first.written.placeAt(0),
    subject: first.alert.document.file,
    severity: "info",
    message: `nothing shows that ${count} of this file lead anywhere: ${why}\n${listedLines(
      ofFile.map(
        (one) =>
          `line ${one.written?.placeAt(0).line}  ${nameOf(one)}  ${one.written?.text.trim()}`,
      ),
    )}`,
    help: "give the folder of the runbooks to `tocsin check` as well",
  };
};

const missing = (one: AlertRunbook, runbooks: SetRunbooks): Discovery | undefined => {
  const { written, link } = one;
  if (written === undefined || link === undefined) return undefined;
  const part = link.fragment ?? link.page;
  const near = runbooks.near(part.text);
  const help = `write the page, for example ${kebab(nameOf(one))}.md, or correct the link`;
  return {
    place: written.placeAt(part.offset),
    subject: nameOf(one),
    message: `the runbook of ${nameOf(one)} is not there: no page and no heading of the set is "${part.text}"`,
    help: near === undefined ? help : `did you mean "${near}"? Otherwise ${help}`,
  };
};

const broken = function* (
  ofFile: readonly AlertRunbook[],
  runbooks: SetRunbooks,
  provable: ReadonlySet<string>,
): Iterable<Discovery> {
  const unresolved = ofFile.filter(
    ({ link, target }) => link !== undefined && !link.isTemplate && target === undefined,
  );
  for (const one of unresolved.filter(({ link }) => provable.has(link?.site ?? ""))) {
    const found = missing(one, runbooks);
    if (found !== undefined) yield found;
  }
  const elsewhere = unresolved.filter(({ link }) => !provable.has(link?.site ?? ""));
  const bySite = Map.groupBy(elsewhere, ({ link }) => (runbooks.areHeld ? link?.site : ""));
  for (const links of bySite.values()) {
    const found = unproven(links, runbooks.areHeld);
    if (found !== undefined) yield found;
  }
};

/** The sites of which the set has pages; links without a host lead into the set. */
const provableSites = ({ alerts, areHeld }: SetRunbooks): ReadonlySet<string> => {
  if (!areHeld) return new Set();
  const sites = alerts.flatMap(({ link, target }) => (target && link ? [link.site] : []));
  if (sites.length > 0) return new Set(["", ...sites]);
  return new Set(alerts.flatMap(({ link }) => (link === undefined ? [] : [link.site])));
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const runbooks = runbooksOf(examined);
  const provable = provableSites(runbooks);
  const byFile = Map.groupBy(runbooks.alerts, ({ alert }) => alert.document.file);
  for (const ofFile of byFile.values()) {
    yield* unlinked(ofFile, runbooks, examined.settings.runbookAnnotation);
    yield* broken(ofFile, runbooks, provable);
  }
};

export const runbookMissing: Check = {
  name: "runbook-missing",
  severity: "warning",
  title: "An alert without a runbook, or with a link to one that is not there",
  find,
};
