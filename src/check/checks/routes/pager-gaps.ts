import type { RouteProof } from "../../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Moment } from "../../../alertmanager/time-interval/moments.ts";
import type { Routing } from "../../examined.ts";
import type { Settings } from "../../settings.ts";
import { notifiesAt } from "./notifying-times.ts";
import { dropsOnPurpose, receiverNamed, receiverWaking } from "./pagers.ts";

/** Ways on which nobody is woken. */
export type PagerGap = {
  /** The first of them, by their place among all ways. */
  readonly ways: readonly number[];
  /** When it is so; undefined when it is at any time. */
  readonly moment: Moment | undefined;
  /** Whether it is so on all ways. */
  readonly everywhere: boolean;
};

export type PagerJudge = {
  readonly routing: Routing;
  readonly settings: Settings;
  readonly moments: readonly Moment[];
};

/** More ways than this are not tried one after another. */
const MOST_WAYS = 20;

/** Whether the route wakes somebody, may do, or is not meant to tell anybody. */
export const mayWake = (
  route: Route,
  { routing, settings }: Omit<PagerJudge, "moments">,
): boolean => {
  if (dropsOnPurpose(route, settings)) return true;
  const found = receiverNamed(routing, route.receiver);
  return found === undefined || receiverWaking(found, settings) !== "quiet";
};

const gapAmong = (silent: readonly boolean[], moment: Moment | undefined): PagerGap | undefined => {
  const ways = silent.flatMap((isSilent, way) => (isSilent ? [way] : [])).slice(0, MOST_WAYS);
  return ways.length === 0 ? undefined : { ways, moment, everywhere: !silent.includes(false) };
};

/** What is silent at all times, then what is silent at some. */
export const pagerGaps = (ways: RouteProof["ways"], judge: PagerJudge): readonly PagerGap[] => {
  const waking = ways.map(({ routes }) => routes.filter((route) => mayWake(route, judge)));
  const always = gapAmong(
    waking.map((routes) => routes.length === 0),
    undefined,
  );
  const timed = judge.moments.flatMap((moment) => {
    const silent = waking.map((routes) => !routes.some((route) => notifiesAt(route, moment)));
    return gapAmong(silent, moment) ?? [];
  });
  return always === undefined ? timed : [always, ...timed];
};
