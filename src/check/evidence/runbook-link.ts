import { type Heading, normalName, type Runbook } from "./runbook-page.ts";

/** A part of a link, and where it begins in it. */
type LinkPart = { readonly text: string; readonly offset: number };

/** Where a link to a runbook leads. */
export type RunbookLink = {
  /** What links to the same collection of pages share: the host, with the repository where it hosts many. */
  readonly site: string;
  /** The last element of the path; empty when the link has none. */
  readonly page: LinkPart;
  readonly fragment: LinkPart | undefined;
  /** A template decides where it leads. */
  readonly isTemplate: boolean;
};

const REPOSITORIES = /^(?:[\w-]+\.)?(?:github|gitlab|bitbucket|githubusercontent)\.(?:com|org)$/i;

const siteOf = (address: string): string => {
  const [, host, path] = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)(.*)$/i.exec(address) ?? [];
  if (host === undefined) return "";
  if (!REPOSITORIES.test(host)) return host.toLowerCase();
  const [, owner, repository] = (path ?? "").split("/");
  return [host, owner, repository].join("/").toLowerCase();
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The last element of a path; nothing of the host. */
const lastElement = (path: string): LinkPart => {
  const bare = path.replace(/\/{1,100}$/, "");
  const host = /^[a-z][a-z0-9+.-]*:\/\//i.exec(bare)?.[0].length ?? 0;
  const slash = bare.lastIndexOf("/");
  if (host > 0 && slash < host) return { text: "", offset: bare.length };
  return { text: decoded(bare.slice(slash + 1)), offset: slash + 1 };
};

export const readRunbookLink = (text: string): RunbookLink => {
  const hash = text.indexOf("#");
  const address = hash < 0 ? text : text.slice(0, hash);
  const query = address.indexOf("?");
  const page = lastElement(query < 0 ? address : address.slice(0, query));
  const after = hash < 0 ? "" : text.slice(hash + 1);
  const fragment = after === "" ? undefined : { text: decoded(after), offset: hash + 1 };
  const deciding = `${page.text}${after}`;
  return { site: siteOf(address), page, fragment, isTemplate: /\{\{|\}\}/.test(deciding) };
};

/** A page, or a section of it. */
export type RunbookTarget = { readonly page: Runbook; readonly heading: Heading | undefined };

/** Pages by what links may call them. */
export type RunbookIndex = {
  readonly pages: ReadonlyMap<string, readonly Runbook[]>;
  readonly headings: ReadonlyMap<string, readonly RunbookTarget[]>;
  /** Words of all headings, for links that name only some of a heading's words. */
  readonly worded: readonly { readonly words: string; readonly target: RunbookTarget }[];
};

/** `-high-error-rate-` of "High error rate" and of "HighErrorRate". */
const wordsOf = (text: string): string =>
  `-${text
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1-$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .join("-")}-`;

export const runbookIndex = (pages: readonly Runbook[]): RunbookIndex => {
  const targets = pages.flatMap((page) => [
    ...page.headings.map((heading) => ({ name: heading.text, target: { page, heading } })),
    ...page.anchors.map((name) => ({ name, target: { page, heading: undefined } })),
  ]);
  const headings = new Map<string, RunbookTarget[]>();
  for (const { name, target } of targets) {
    const key = normalName(name);
    const known = headings.get(key);
    if (known === undefined) headings.set(key, [target]);
    else known.push(target);
  }
  return {
    pages: Map.groupBy(pages, ({ name }) => normalName(name)),
    headings,
    worded: targets.map(({ name, target }) => ({ words: wordsOf(name), target })),
  };
};

const withoutEnding = (page: string): string => page.replace(/\.(?:md|markdown|html?|adoc)$/i, "");

/** A heading that says more than the link: "Alert: High error rate" for `high-error-rate`. */
const wordedTarget = (index: RunbookIndex, name: string): RunbookTarget | undefined => {
  const words = wordsOf(name);
  if (words.split("-").length < "-two-words-".split("-").length) return undefined;
  return index.worded.find((heading) => heading.words.includes(words))?.target;
};

const fragmentTarget = (
  index: RunbookIndex,
  fragment: string,
  pages: readonly Runbook[],
): RunbookTarget | undefined => {
  // GitHub numbers headings that occur twice: `#diagnosis-1`.
  const names = [fragment, fragment.replace(/-\d{1,4}$/, "")].map(normalName);
  const found = names.flatMap((name) => index.headings.get(name) ?? []);
  return pages.length === 0 ? found[0] : found.find(({ page }) => pages.includes(page));
};

/** The page or section of the set that a link means; undefined when there is none. */
export const resolveRunbookLink = (
  index: RunbookIndex,
  { page, fragment }: RunbookLink,
): RunbookTarget | undefined => {
  const name = withoutEnding(page.text);
  const key = normalName(name);
  const pages = index.pages.get(key) ?? [];
  if (fragment !== undefined) return fragmentTarget(index, fragment.text, pages);
  if (key === "") return undefined;
  const [first] = pages;
  if (first !== undefined) return { page: first, heading: undefined };
  return index.headings.get(key)?.[0] ?? wordedTarget(index, name);
};
