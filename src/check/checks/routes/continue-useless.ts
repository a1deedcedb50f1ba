import { candidatesOf } from "../../../alertmanager/proof/candidate-children.ts";
import { both, type Case, passing, setOf } from "../../../alertmanager/proof/class-set.ts";
import type { RouteQuestion } from "../../../alertmanager/proof/route-question.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { keyPlace } from "./route-place.ts";
import { ancestors } from "./route-text.ts";

const computed = new WeakMap<RouteQuestion, Case>();

/** Anything that the labels can be. */
const anyCase = (question: RouteQuestion): Case => {
  const known =
    computed.get(question) ??
    question.labels.map(({ partition: { classes } }) => setOf(classes.length, classes.keys()));
  computed.set(question, known);
  return known;
};

/** What the labels of alerts that get to the route can be. */
const caseOf = (question: RouteQuestion, route: Route): Case => {
  const sets = [...anyCase(question)];
  for (const { index } of [route, ...ancestors(route)]) {
    for (const { label, passing: passed } of question.tests[index] ?? []) {
      const set = sets[label];
      if (set !== undefined) sets[label] = both(set, passed);
    }
  }
  return sets;
};

/** A later sibling that some of the alerts of the route match too. */
const nextMatching = (question: RouteQuestion, route: Route): Route | undefined => {
  const { parent } = route;
  const index = parent && question.children[parent.index];
  if (index === undefined) return undefined;
  const where = caseOf(question, route);
  return candidatesOf(index, where).find(
    (sibling) =>
      sibling.index > route.index && passing(where, question.tests[sibling.index] ?? []) !== "none",
  );
};

const find = function* ({ routings }: Examined): Iterable<Discovery> {
  for (const routing of routings) {
    const { question } = routing;
    if (!question.labels.every(({ partition }) => partition.complete)) continue;
    for (const route of routing.routes) {
      if (!route.continues || nextMatching(question, route) !== undefined) continue;
      const isLast = route.parent?.routes.at(-1) === route;
      yield {
        place: keyPlace(routing.writtenOf(route), "continue"),
        subject: route.receiver,
        message: isLast
          ? "`continue: true` has no effect on the last of its siblings"
          : "`continue: true` has no effect: no later sibling matches anything that this route matches",
        help: "remove it, or move the route before those that its alerts are to reach too",
      };
    }
  }
};

export const continueUseless: Check = {
  name: "continue-useless",
  severity: "info",
  title: "`continue: true` that leads nowhere",
  find,
};
