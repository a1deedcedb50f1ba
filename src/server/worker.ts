import type { TimerInput } from "../incident/decision.ts";
import { type Lane, LeaseLost, type Work } from "../store/store.ts";
import { applyTo } from "./apply.ts";
import type { Engine } from "./engine.ts";
import { type PageSettings, performPage } from "./perform-page.ts";

export const LANES: readonly Lane[] = ["timer", "email", "webhook"];

const performTimer = (engine: Engine, work: Work, input: TimerInput): Promise<void> =>
  engine.store.transaction(async (tx) => {
    const now = engine.clock.now();
    await applyTo(engine, tx, { incidentId: work.incidentId, input, now });
    await tx.finish(work);
  });

export type Worker = {
  /** Performs one piece of claimed work. Never rejects: what fails is claimed again later. */
  perform(work: Work): Promise<void>;
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
  return { perform };
};
