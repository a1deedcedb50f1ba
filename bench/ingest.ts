import { systemClock } from "../src/lib/clock.ts";
import { alertsOf, type BenchAlert } from "./rig/alerts.ts";
import { PEER_NAME, printFigures, quantile } from "./rig/figures.ts";
import { withRig } from "./rig/rig.ts";

const ALERTS_IN_A_POST = 64;
/** Whichever is reached first ends a measurement. */
const MOST_POSTS = 400;
const LONGEST_MS = 10_000;
/** Posts on their way at once. */
const AT_ONCE = 4;
const WARM_UP = 10;

type Batch = { group: string; alerts: BenchAlert[] };
type Post = (batch: Batch) => Promise<void>;
type Rate = { perSecond: number; p99S: number };

/** Not critical, so that neither side has anybody to tell: storing is what is measured. */
const batchOf = (group: string): Batch => ({
  group,
  alerts: alertsOf(group, {
    count: ALERTS_IN_A_POST,
    severity: "warning",
    now: systemClock.now(),
  }),
});

const rateOf = async (batches: readonly Batch[], post: Post): Promise<Rate> => {
  const startedAt = performance.now();
  const took: number[] = [];
  let next = 0;
  const sender = async () => {
    while (next < batches.length && performance.now() - startedAt < LONGEST_MS) {
      const batch = batches[next];
      next += 1;
      if (batch === undefined) return;
      const from = performance.now();
      await post(batch);
      took.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    perSecond: (took.length * ALERTS_IN_A_POST) / seconds,
    p99S: quantile(took, 0.99) / 1_000,
  };
};

const batches = (prefix: string, count: number): Batch[] =>
  Array.from({ length: count }, (_, index) => batchOf(`${prefix}${index}`));

/** The same alerts first as news, then again as Alertmanager repeats them. */
const measure = async (post: Post) => {
  await rateOf(batches("warm", WARM_UP), post);
  const alerts = batches("g", MOST_POSTS);
  const fresh = await rateOf(alerts, post);
  // Only what got in as news can be a repeat.
  const known = alerts.slice(
    0,
    Math.floor((fresh.perSecond * LONGEST_MS) / 1_000 / ALERTS_IN_A_POST),
  );
  return { fresh, repeated: await rateOf(known, post) };
};

const [tocsin, peer] = await withRig(
  () => {
    throw new Error("nobody was to be told");
  },
  async ({ toTocsin, toPeer }) => [
    await measure(({ group, alerts }) => toTocsin(group, alerts)),
    await measure(({ alerts }) => toPeer(alerts)),
  ],
);

const figure = (name: string, of: (rates: typeof tocsin) => number, unit: string) => ({
  name,
  value: of(tocsin),
  unit,
  peer: of(peer),
});

printFigures("ingest", `${PEER_NAME}, which keeps alerts in memory`, [
  figure("new alerts taken", ({ fresh }) => fresh.perSecond, "alerts per second"),
  figure("repeats taken", ({ repeated }) => repeated.perSecond, "alerts per second"),
  figure("a post of 64 new alerts, p99", ({ fresh }) => fresh.p99S, "seconds"),
  figure("a post of 64 repeats, p99", ({ repeated }) => repeated.p99S, "seconds"),
]);
