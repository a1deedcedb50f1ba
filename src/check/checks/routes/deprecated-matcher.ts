import type { WrittenMatcher } from "../../../alertmanager/config/config.ts";
import type { YamlNode, YamlScalar } from "../../../lib/yaml-node.ts";
import { entryOf } from "../../../lib/yaml-value.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { rewriteMatchers } from "./rewrite-matchers.ts";
import { matchersText } from "./route-text.ts";

/** Where a mapping may have matchers in the old form, and the key of the new one. */
type Form = { readonly old: readonly string[]; readonly current: string };

const ROUTE: Form = { old: ["match", "match_re"], current: "matchers" };
const SOURCE: Form = { old: ["source_match", "source_match_re"], current: "source_matchers" };
const TARGET: Form = { old: ["target_match", "target_match_re"], current: "target_matchers" };

type Old = {
  readonly node: YamlNode;
  readonly form: Form;
  readonly matchers: readonly WrittenMatcher[];
  readonly subject: string;
};

const oldIn = function* (routing: Routing): Iterable<Old> {
  for (const route of routing.routes) {
    const { node, matchers } = routing.writtenOf(route);
    yield { node, form: ROUTE, matchers, subject: route.receiver };
  }
  for (const { node, source, target } of routing.config.inhibitRules) {
    yield { node, form: SOURCE, matchers: source, subject: "inhibit_rules" };
    yield { node, form: TARGET, matchers: target, subject: "inhibit_rules" };
  }
};

const oldKeys = ({ node, form }: Old): readonly YamlScalar[] =>
  node.kind === "map" ? form.old.flatMap((key) => entryOf(node, key)?.key ?? []) : [];

const discovery = (old: Old, sources: Examined["evidence"]["sources"]): Discovery | undefined => {
  const { node, form, subject } = old;
  const matchers = old.matchers.filter(({ deprecated }) => deprecated);
  const keys = oldKeys(old);
  const [key] = keys;
  if (key === undefined || matchers.length === 0 || node.kind !== "map") return undefined;
  const source = sources[key.file];
  const fix =
    source === undefined ? undefined : rewriteMatchers(node, { ...form, matchers, source });
  const names = keys.map(({ text }) => `\`${text}\``);
  const items = matchers.map((matcher) => `'${matchersText([matcher])}'`);
  return {
    place: key.place,
    subject,
    message: `${names.join(" and ")} ${names.length === 1 ? "has" : "have"} been deprecated since Alertmanager 0.22`,
    help: `write \`${form.current}: [${items.join(", ")}]\``,
    ...(fix === undefined ? {} : { fix }),
  };
};

const find = function* ({ routings, evidence }: Examined): Iterable<Discovery> {
  for (const routing of routings) {
    for (const old of oldIn(routing)) {
      const found = discovery(old, evidence.sources);
      if (found !== undefined) yield found;
    }
  }
};

export const deprecatedMatcher: Check = {
  name: "deprecated-matcher",
  severity: "info",
  title: "Matchers in a form that is going away",
  find,
};
