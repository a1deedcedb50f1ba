import type { Check } from "./check.ts";
import { queryInTemplate } from "./checks/labels/query-in-template.ts";
import { templateExternalLabel } from "./checks/labels/template-external-label.ts";
import { templateLabelLost } from "./checks/labels/template-label-lost.ts";
import { templateOwnLabel } from "./checks/labels/template-own-label.ts";
import { templateSyntax } from "./checks/labels/template-syntax.ts";
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
  templateLabelLost,
  templateOwnLabel,
  templateSyntax,
  templateExternalLabel,
  queryInTemplate,
];
