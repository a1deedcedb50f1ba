import type { Check, Discovery } from "../../check.ts";
import { isIndexPage, normalName, type Runbook } from "../../evidence/runbook-page.ts";
import type { Examined } from "../../examined.ts";
import { alertNames } from "./alert-names.ts";
import { runbooksOf, type SetRunbooks } from "./set-runbooks.ts";

/** Pages about the collection and not about an alert. */
const GENERAL =
  /^(?:readme|changelog|contributing|licen[cs]e|security|code[-_ ]of[-_ ]conduct|template|glossary|overview|index|toc|summary|_.*)$/i;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

const LINK = /\]\(\s*<?([^)\s>#?]{1,300})/g;

/** Pages to which others link, those that only list pages left out. */
const linkedNames = (pages: readonly Runbook[], from: ReadonlySet<Runbook>): Set<string> => {
  const names = new Set<string>();
  for (const page of pages) {
    if (!from.has(page)) continue;
    for (const line of page.lines) {
      if (!line.includes("](")) continue;
      for (const [, target] of line.matchAll(LINK)) {
        const file = (target ?? "").split("/").at(-1) ?? "";
        names.add(normalName(file.replace(/\.[^.]+$/, "")));
      }
    }
  }
  return names;
};

/** Pages that an alert leads to, by its link or by its name, and those that these link to. */
const usedPages = ({ alerts, pages }: SetRunbooks): ReadonlySet<Runbook> => {
  const used = new Set(alerts.flatMap(({ target }) => (target === undefined ? [] : [target.page])));
  const names = new Set(alerts.map(({ alert }) => normalName(alert.rule.name.text)));
  for (const page of pages) if (names.has(normalName(page.name))) used.add(page);
  const linked = linkedNames(pages, used);
  for (const page of pages) if (linked.has(normalName(page.name))) used.add(page);
  return used;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const runbooks = runbooksOf(examined);
  if (!runbooks.areHeld || examined.alerts.length === 0) return;
  const used = usedPages(runbooks);
  const books = new Set([...used].map(({ path }) => folderOf(path)));
  for (const page of runbooks.pages) {
    const isBook = books.has(folderOf(page.path)) || /runbook|playbook/i.test(folderOf(page.path));
    if (used.has(page) || !isBook || GENERAL.test(page.name) || isIndexPage(page.path)) continue;
    const near = alertNames(examined).near(page.name);
    yield {
      place: { file: page.path, line: 1, column: 1 },
      subject: page.path,
      message: `no alert of the set links to this runbook: nobody is led to it at 3 a.m.${near === undefined ? "" : `\nit is called nearly as ${near} is`}`,
      help:
        near === undefined
          ? "link an alert to it, or remove it"
          : `link ${near} to it, or rename it ${near}.md`,
    };
  }
};

export const runbookOrphan: Check = {
  name: "runbook-orphan",
  severity: "info",
  title: "A runbook that no alert links to",
  find,
};
