import type { Check, Discovery } from "../../check.ts";
import { type Examined, isAlert } from "../../examined.ts";
import { loadedForm } from "../../live/loaded-rule.ts";
import { type LiveRule, liveRules } from "./live-rules.ts";

const errorOf = ({ rule, answer }: LiveRule, { evidence: { live } }: Examined) => {
  const loaded = loadedForm(rule, live?.groups ?? []);
  if (loaded.kind === "same" && loaded.loaded.lastError !== undefined) {
    return { when: "its last evaluation failed", error: loaded.loaded.lastError };
  }
  return answer?.kind === "failed"
    ? { when: "evaluated now, the rule fails", error: answer.error }
    : undefined;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const of of liveRules(examined)) {
    const { rule } = of;
    const found = errorOf(of, examined);
    if (found === undefined) continue;
    const effect = isAlert(rule)
      ? "while it fails, the alert neither fires nor resolves by what is true"
      : "while it fails, nothing is recorded";
    yield {
      place: rule.rule.expr.placeAt(0),
      subject: rule.rule.name.text,
      message: `${found.when}: ${found.error}\n${effect}`,
      help: "mend what Prometheus names; labels in `by` and `on` decide which series meet",
    };
  }
};

export const queryFails: Check = {
  name: "query-fails",
  severity: "error",
  title: "A rule whose evaluation fails in the running Prometheus",
  find,
};
