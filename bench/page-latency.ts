import { EventEmitter, once } from "node:events";
import { systemClock } from "../src/lib/clock.ts";
import { alertsOf } from "./rig/alerts.ts";
import { TOCSIN_ADDRESS } from "./rig/catalog.ts";
import { PEER_NAME, printFigures, quantile } from "./rig/figures.ts";
import type { SunkMail } from "./rig/mail-sink.ts";
import { type Rig, withRig } from "./rig/rig.ts";

/** Incidents for each side, and the pause between two that is left for the other side's. */
const INCIDENTS = 300;
const PERIOD_MS = 100;
const WARM_UP = 20;
/** For mails that are still on their way at the end. */
const PATIENCE_MS = 10_000;

type Moments = { posted: number; stored: number; paged: number };
type Side = Map<string, Partial<Moments>>;

const tocsin: Side = new Map();
const peer: Side = new Map();
const progress = new EventEmitter<{ mail: [] }>();

const note = (side: Side, group: string, moments: Partial<Moments>): void => {
  side.set(group, { ...moments, ...side.get(group) });
};

const onMail = ({ to, subject }: SunkMail): void => {
  const group = subject.match(/bench (\S+):/)?.[1];
  if (group === undefined) throw new Error(`a mail about nothing: ${subject}`);
  note(to === TOCSIN_ADDRESS ? tocsin : peer, group, { paged: performance.now() });
  progress.emit("mail");
};

const measure = async (side: Side, group: string, post: () => Promise<void>): Promise<void> => {
  note(side, group, { posted: performance.now() });
  await post();
  note(side, group, { stored: performance.now() });
};

const isPaged = ({ paged }: Partial<Moments>): boolean => paged !== undefined;

const everythingPaged = async (): Promise<void> => {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  while (![...tocsin.values(), ...peer.values()].every(isPaged)) {
    await once(progress, "mail", { signal });
  }
};

/** Both sides get the same alerts at the same steady rate, by turns. */
const play = async ({ toTocsin, toPeer }: Rig): Promise<void> => {
  const startedAt = performance.now();
  const posts: Promise<void>[] = [];
  const waitFor = (moment: number) =>
    systemClock.sleep(Math.max(0, startedAt + moment - performance.now()));
  for (let index = 0; index < WARM_UP + INCIDENTS; index++) {
    const group = `g${index}`;
    const alerts = alertsOf(group, { count: 1, severity: "critical", now: systemClock.now() });
    await waitFor(index * PERIOD_MS);
    posts.push(measure(tocsin, group, () => toTocsin(group, alerts)));
    await waitFor((index + 0.5) * PERIOD_MS);
    posts.push(measure(peer, group, () => toPeer(alerts)));
  }
  await Promise.all(posts);
  await everythingPaged();
};

const latencies = (side: Side, from: "posted" | "stored"): number[] =>
  [...side.values()].slice(WARM_UP).map((moments) => {
    const [start, end] = [moments[from], moments.paged];
    if (start === undefined || end === undefined) throw new Error("an alert was never paged");
    return (end - start) / 1_000;
  });

const figure = (name: string, from: "posted" | "stored", share: number) => ({
  name,
  value: quantile(latencies(tocsin, from), share),
  unit: "seconds",
  peer: quantile(latencies(peer, from), share),
});

await withRig(onMail, play);
printFigures("page-latency", PEER_NAME, [
  figure("from the alert's 2xx to the accepted page, p50", "stored", 0.5),
  figure("from the alert's 2xx to the accepted page, p99", "stored", 0.99),
  figure("from the alert's first byte to the accepted page, p50", "posted", 0.5),
  figure("from the alert's first byte to the accepted page, p99", "posted", 0.99),
]);
