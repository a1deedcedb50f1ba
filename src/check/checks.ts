import type { Check } from "./check.ts";
import { routeUnreachable } from "./checks/routes/route-unreachable.ts";

/** Every check, in the order of their documentation. */
export const CHECKS: readonly Check[] = [routeUnreachable];
