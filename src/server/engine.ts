import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Random } from "../lib/random.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Store } from "../store/store.ts";
import type { Measures } from "./measures.ts";

/** What every part of the running server works with; put together in serve.ts and in the test world. */
export type Engine = {
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  measures: Measures;
  /** The definitions in force; null before any were given. */
  catalog(): Catalog | null;
};
