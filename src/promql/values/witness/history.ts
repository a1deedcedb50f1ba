import type { Expr } from "../../syntax/expr.ts";
import { childrenOf } from "../../syntax/walk.ts";

const MINUTE_MS = 60_000;
const SECOND_MS = 1000;
const SAMPLES_OF_WINDOW = 4;
const MAX_SAMPLES = 3000;

/** The samples that a query needs before it can be evaluated. */
export type History = { readonly intervalMs: number; readonly steps: number };

const ownReach = (part: Expr): number => {
  switch (part.kind) {
    case "selector":
      return part.offsetMs;
    case "range":
      return part.rangeMs;
    case "subquery":
      return part.rangeMs + part.offsetMs;
    default:
      return 0;
  }
};

const isPinned = (part: Expr): boolean =>
  (part.kind === "selector" || part.kind === "subquery") &&
  (part.at !== undefined || part.offsetMs < 0);

/** How far back each part reads, at most. */
const reachOf = (parts: readonly Expr[]): number => {
  const reach = new Map<Expr, number>();
  let most = 0;
  for (const part of parts) {
    let below = 0;
    for (const child of childrenOf(part)) below = Math.max(below, reach.get(child) ?? 0);
    most = ownReach(part) + below;
    reach.set(part, most);
  }
  return most;
};

const shortestWindow = (parts: readonly Expr[]): number =>
  parts.reduce(
    (least, part) => (part.kind === "range" ? Math.min(least, part.rangeMs) : least),
    Number.POSITIVE_INFINITY,
  );

/**
 * Enough samples for every window, and then for `forMs`; undefined when that would be too many, or when
 * the query reads at fixed moments or in the future.
 */
export const historyOf = (parts: readonly Expr[], forMs: number): History | undefined => {
  if (parts.some(isPinned)) return undefined;
  const fitting = Math.floor(shortestWindow(parts) / SAMPLES_OF_WINDOW / SECOND_MS) * SECOND_MS;
  const intervalMs = Math.max(SECOND_MS, Math.min(MINUTE_MS, fitting));
  const steps = Math.ceil((reachOf(parts) + forMs) / intervalMs) + 2;
  return steps > MAX_SAMPLES ? undefined : { intervalMs, steps };
};
