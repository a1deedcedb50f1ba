import type { WrittenMatcher } from "../../../alertmanager/config/config.ts";
import {
  type MatcherWarning,
  parseMatchers,
} from "../../../alertmanager/matcher/parse-matchers.ts";
import type { LocatedText } from "../../../lib/source.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";

type Written = { readonly text: LocatedText; readonly subject: string };

const matchersOf = function* (routing: Routing): Iterable<Written> {
  const texts = function* (matchers: readonly WrittenMatcher[], subject: string) {
    // One text may hold several matchers.
    for (const text of new Set(
      matchers.filter((one) => !one.deprecated).map((one) => one.written),
    )) {
      yield { text, subject };
    }
  };
  for (const route of routing.routes) {
    yield* texts(routing.writtenOf(route).matchers, route.receiver);
  }
  for (const { source, target } of routing.config.inhibitRules) {
    yield* texts([...source, ...target], "inhibit_rules");
  }
};

const discovery = ({ text, subject }: Written, warning: MatcherWarning): Discovery => {
  const isDisagreement = warning.kind === "disagreement";
  return {
    place: text.placeAt(warning.problem.span.from),
    subject,
    severity: isDisagreement ? "warning" : "info",
    message: isDisagreement
      ? `the two readers of matchers, up to 0.26 and since 0.27, understand ${text.text} differently: it means ${warning.suggestion} as long as both are asked`
      : `only the old reader of matchers takes ${text.text}, which Alertmanager since 0.27 warns of: ${warning.problem.message}`,
    help: `write '${warning.suggestion}', which both read alike`,
  };
};

const find = function* ({ routings }: Examined): Iterable<Discovery> {
  for (const routing of routings) {
    // Matchers of an AlertmanagerConfig are no text that is read.
    if (routing.manifest?.kind === "AlertmanagerConfig") continue;
    for (const written of matchersOf(routing)) {
      const parsed = parseMatchers(written.text.text, "current");
      if (parsed.ok && parsed.warning !== undefined) yield discovery(written, parsed.warning);
    }
  }
};

export const matcherAmbiguous: Check = {
  name: "matcher-ambiguous",
  severity: "warning",
  title: "A matcher that versions of Alertmanager read differently",
  find,
};
