import type { Check } from "./check.ts";
import { alertToNowhere } from "./checks/routes/alert-to-nowhere.ts";
import { criticalWithoutPager } from "./checks/routes/critical-without-pager.ts";
import { matcherValueUnknown } from "./checks/routes/matcher-value-unknown.ts";
import { routeShadowed } from "./checks/routes/route-shadowed.ts";
import { routeUnreachable } from "./checks/routes/route-unreachable.ts";
import { twoPagers } from "./checks/routes/two-pagers.ts";

/** Every check, in the order of their documentation. */
export const CHECKS: readonly Check[] = [
  routeUnreachable,
  routeShadowed,
  criticalWithoutPager,
  alertToNowhere,
  twoPagers,
  matcherValueUnknown,
];
