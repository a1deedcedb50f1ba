import type { TimerInput } from "../incident/decision.ts";
import { type Lane, LeaseLost, type Work } from "../store/store.ts";
import { applyTo } from "./apply.ts";
import type { Engine } from "./engine.ts";
import { LEASE_MS, type PageSettings, performPage } from "./perform-page.ts";

export const LANES: readonly Lane[] = ["timer", "email", "webhook"];

const MOST_IN_ONE_GO = 100;

const performTimer = (engine: Engine, work: Work, input: TimerInput): Promise<void> =>
  engine.store.transaction(async (tx) => {
    const now = engine.clock.now();
    await applyTo(engine, tx, { incidentId: work.incidentId, input, now });
    await tx.finish(work);
  });

export type Worker = {
  /** Performs one piece of claimed work. Never rejects: what fails is claimed again later. */
  perform(work: Work): Promise<void>;
  /** Performs everything that is due at this moment, one after another; returns how much that was. */
  performDue(): Promise<number>;
};

/** Feeds timers to the engine and sends pages. It has no opinions: those are in `incident/`. */
export const createWorker = (engine: Engine, settings: PageSettings): Worker => {
  const perform = async (work: Work): Promise<void> => {
    try {
      if (work.task.kind === "timer") await performTimer(engine, work, work.task.input);
      else await performPage(engine, settings, { work, page: work.task.page });
    } catch (error) {
      // The lease runs out and the work is claimed again; a lost lease means that it already was.
      const level = error instanceof LeaseLost ? "warn" : "error";
      engine.log[level]("due work failed and will be tried again", { work: work.id, err: error });
    }
  };
  const performDue = async (): Promise<number> => {
    let done = 0;
    for (const lane of LANES) {
      const now = engine.clock.now();
      const claim = { lane, now, leaseMs: LEASE_MS, limit: MOST_IN_ONE_GO };
      for (const work of await engine.store.claim(claim)) {
        await perform(work);
        done += 1;
      }
    }
    return done;
  };
  return { perform, performDue };
};
