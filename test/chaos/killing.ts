import type { EventEmitter } from "node:events";
import { systemClock } from "../../src/lib/clock.ts";
import type { Random } from "../../src/lib/random.ts";
import { between, chance, oneOf } from "./choice.ts";
import type { Keeper } from "./keeper.ts";

/** What a kill can be aimed at: a loss or a repeat would come from these. */
export type Moments = {
  posting: [];
  stored: [];
  "mail-open": [];
  "mail-taken": [];
};

const AIMS = {
  posting: "while an alert was being stored",
  stored: "just after an alert was answered with 2xx",
  "mail-open": "while a mail was open",
  "mail-taken": "just after a mail was taken",
} as const;

/** When nothing that is waited for happens. */
const PATIENCE_MS = 3_000;
/** Alerts stored and mails taken in one life of the server, at most, before a kill is due. */
const LONGEST_LIFE = 40;

/** Lets the server live by what it does, not by the clock: a busy machine does less in a second. */
const live = async (moments: EventEmitter<Moments>, deeds: number): Promise<void> => {
  if (deeds === 0) return;
  const enough = new AbortController();
  let done = 0;
  const count = () => {
    done += 1;
    if (done >= deeds) enough.abort();
  };
  moments.on("stored", count).on("mail-taken", count);
  await systemClock.sleep(PATIENCE_MS, enough.signal);
  moments.off("stored", count).off("mail-taken", count);
};

const aimed = async (
  keeper: Keeper,
  moments: EventEmitter<Moments>,
  { aim, delayMs, withPostgres }: { aim: keyof Moments; delayMs: number; withPostgres: boolean },
): Promise<void> => {
  const done = new AbortController();
  const strike = (moment: string) => {
    keeper.kill(moment, { withPostgres });
    done.abort();
  };
  const onMoment = () => {
    // At once where there is no delay: the next instruction could already be too late.
    if (delayMs === 0) strike(AIMS[aim]);
    else void systemClock.sleep(delayMs, done.signal).then(() => strike(AIMS[aim]));
  };
  moments.once(aim, onMoment);
  await systemClock.sleep(PATIENCE_MS, done.signal);
  moments.off(aim, onMoment);
  strike("at some moment");
};

/** Launches the server and kills it once, at a moment that the seed chooses. */
export const killOnce = async (
  keeper: Keeper,
  moments: EventEmitter<Moments>,
  random: Random,
): Promise<void> => {
  const withPostgres = chance(random, 0.2);
  const deeds = between(random, 0, LONGEST_LIFE);
  const startingMs = between(random, 0, 1_200);
  const delayMs = chance(random, 0.4) ? 0 : between(random, 1, 25);
  const aim = oneOf(random, ["posting", "stored", "mail-open", "mail-taken"]);
  const style = random.fraction();
  keeper.launch();
  if (style < 0.1) {
    await systemClock.sleep(startingMs);
    keeper.kill("while it was starting");
  } else if (await keeper.listening()) {
    await live(moments, deeds);
    if (style < 0.3) keeper.kill("at some moment", { withPostgres });
    else await aimed(keeper, moments, { aim, delayMs, withPostgres });
  }
  await keeper.gone();
};
