import type { Check } from "./check.ts";
import { configNamespace } from "./checks/kubernetes/config-namespace.ts";
import { ruleSelector } from "./checks/kubernetes/rule-selector.ts";
import { secretKey } from "./checks/kubernetes/secret-key.ts";
import { absentOfExpression } from "./checks/labels/absent-of-expression.ts";
import { duplicateAlertLabels } from "./checks/labels/duplicate-alert-labels.ts";
import { externalLabelShadowed } from "./checks/labels/external-label-shadowed.ts";
import { labelCarriedAndStatic } from "./checks/labels/label-carried-and-static.ts";
import { leAggregatedAway } from "./checks/labels/le-aggregated-away.ts";
import { matchEmpty } from "./checks/labels/match-empty.ts";
import { matchMany } from "./checks/labels/match-many.ts";
import { quantilePerSeries } from "./checks/labels/quantile-per-series.ts";
import { queryInTemplate } from "./checks/labels/query-in-template.ts";
import { ratioPerSeries } from "./checks/labels/ratio-per-series.ts";
import { regexpNeedless } from "./checks/labels/regexp-needless.ts";
import { routingLabelLost } from "./checks/labels/routing-label-lost.ts";
import { selectorMatchesNothing } from "./checks/labels/selector-matches-nothing.ts";
import { templateExternalLabel } from "./checks/labels/template-external-label.ts";
import { templateLabelLost } from "./checks/labels/template-label-lost.ts";
import { templateOwnLabel } from "./checks/labels/template-own-label.ts";
import { templateSyntax } from "./checks/labels/template-syntax.ts";
import { valueInLabels } from "./checks/labels/value-in-labels.ts";
import { alertFiresNow } from "./checks/live/alert-fires-now.ts";
import { cardinalityHigh } from "./checks/live/cardinality-high.ts";
import { externalLabelsDiffer } from "./checks/live/external-labels-differ.ts";
import { metadataType } from "./checks/live/metadata-type.ts";
import { queryCost } from "./checks/live/query-cost.ts";
import { queryFails } from "./checks/live/query-fails.ts";
import { ruleNotLoaded } from "./checks/live/rule-not-loaded.ts";
import { scrapeIntervalWindow } from "./checks/live/scrape-interval-window.ts";
import { seriesLabelMissing } from "./checks/live/series-label-missing.ts";
import { seriesMissing } from "./checks/live/series-missing.ts";
import { colourSaysFiring } from "./checks/messages/colour-says-firing.ts";
import { messageEmpty } from "./checks/messages/message-empty.ts";
import { messageFails } from "./checks/messages/message-fails.ts";
import { messageOnlyForOne } from "./checks/messages/message-only-for-one.ts";
import { notificationTimeout } from "./checks/messages/notification-timeout.ts";
import { pagerdutyDetails } from "./checks/messages/pagerduty-details.ts";
import { pagerdutySeverity } from "./checks/messages/pagerduty-severity.ts";
import { resolvedNotSent } from "./checks/messages/resolved-not-sent.ts";
import { secretInConfiguration } from "./checks/messages/secret-in-configuration.ts";
import { templateCycle } from "./checks/messages/template-cycle.ts";
import { templateFileMissing } from "./checks/messages/template-file-missing.ts";
import { templateFileRefused } from "./checks/messages/template-file-refused.ts";
import { templateUndefined } from "./checks/messages/template-undefined.ts";
import { alertUntested } from "./checks/process/alert-untested.ts";
import { annotationMissing } from "./checks/process/annotation-missing.ts";
import { crossGroupDependency } from "./checks/process/cross-group-dependency.ts";
import { dashboardDiffers } from "./checks/process/dashboard-differs.ts";
import { dashboardMissing } from "./checks/process/dashboard-missing.ts";
import { duplicateRule } from "./checks/process/duplicate-rule.ts";
import { forRedundant } from "./checks/process/for-redundant.ts";
import { groupIntervalLong } from "./checks/process/group-interval-long.ts";
import { labelMissing } from "./checks/process/label-missing.ts";
import { notificationFailuresUnwatched } from "./checks/process/notification-failures-unwatched.ts";
import { ownerUnknown } from "./checks/process/owner-unknown.ts";
import { pagesOnCause } from "./checks/process/pages-on-cause.ts";
import { recordingRuleMissing } from "./checks/process/recording-rule-missing.ts";
import { ruleFailuresUnwatched } from "./checks/process/rule-failures-unwatched.ts";
import { ruleFileNotLoaded } from "./checks/process/rule-file-not-loaded.ts";
import { runbookLabelUnknown } from "./checks/process/runbook-label-unknown.ts";
import { runbookMissing } from "./checks/process/runbook-missing.ts";
import { runbookOrphan } from "./checks/process/runbook-orphan.ts";
import { runbookSectionMissing } from "./checks/process/runbook-section-missing.ts";
import { staleReference } from "./checks/process/stale-reference.ts";
import { testVacuous } from "./checks/process/test-vacuous.ts";
import { tooLongScrapeInterval } from "./checks/process/too-long-scrape-interval.ts";
import { watchdogMissing } from "./checks/process/watchdog-missing.ts";
import { alertToNowhere } from "./checks/routes/alert-to-nowhere.ts";
import { continueUseless } from "./checks/routes/continue-useless.ts";
import { criticalWithoutPager } from "./checks/routes/critical-without-pager.ts";
import { deprecatedMatcher } from "./checks/routes/deprecated-matcher.ts";
import { groupIntervalShort } from "./checks/routes/group-interval-short.ts";
import { groupLabelMissing } from "./checks/routes/group-label-missing.ts";
import { groupWaitZero } from "./checks/routes/group-wait-zero.ts";
import { groupingCoarse } from "./checks/routes/grouping-coarse.ts";
import { groupingFine } from "./checks/routes/grouping-fine.ts";
import { inhibitionCycle } from "./checks/routes/inhibition-cycle.ts";
import { inhibitionDead } from "./checks/routes/inhibition-dead.ts";
import { inhibitionEqualOneSided } from "./checks/routes/inhibition-equal-one-sided.ts";
import { inhibitionRace } from "./checks/routes/inhibition-race.ts";
import { inhibitionSilentSource } from "./checks/routes/inhibition-silent-source.ts";
import { inhibitionTooWide } from "./checks/routes/inhibition-too-wide.ts";
import { inhibitionWeakerSource } from "./checks/routes/inhibition-weaker-source.ts";
import { intervalAlways } from "./checks/routes/interval-always.ts";
import { intervalEmpty } from "./checks/routes/interval-empty.ts";
import { intervalNotInherited } from "./checks/routes/interval-not-inherited.ts";
import { intervalTimeZone } from "./checks/routes/interval-time-zone.ts";
import { intervalUnused } from "./checks/routes/interval-unused.ts";
import { matcherAmbiguous } from "./checks/routes/matcher-ambiguous.ts";
import { matcherValueUnknown } from "./checks/routes/matcher-value-unknown.ts";
import { muteOutlastsRepeat } from "./checks/routes/mute-outlasts-repeat.ts";
import { receiverEmpty } from "./checks/routes/receiver-empty.ts";
import { receiverUnused } from "./checks/routes/receiver-unused.ts";
import { repeatBelowGroupInterval } from "./checks/routes/repeat-below-group-interval.ts";
import { repeatRoundsUp } from "./checks/routes/repeat-rounds-up.ts";
import { routeShadowed } from "./checks/routes/route-shadowed.ts";
import { routeUnreachable } from "./checks/routes/route-unreachable.ts";
import { silenceMatchesNothing } from "./checks/routes/silence-matches-nothing.ts";
import { silenceTooLong } from "./checks/routes/silence-too-long.ts";
import { silenceTooWide } from "./checks/routes/silence-too-wide.ts";
import { toldOnlyThroughItself } from "./checks/routes/told-only-through-itself.ts";
import { twoPagers } from "./checks/routes/two-pagers.ts";
import { alwaysFires } from "./checks/values/always-fires.ts";
import { bucketCeiling } from "./checks/values/bucket-ceiling.ts";
import { burnRateSingleWindow } from "./checks/values/burn-rate-single-window.ts";
import { burnRateText } from "./checks/values/burn-rate-text.ts";
import { counterBirth } from "./checks/values/counter-birth.ts";
import { counterRaw } from "./checks/values/counter-raw.ts";
import { deadBranch } from "./checks/values/dead-branch.ts";
import { divisionByZero } from "./checks/values/division-by-zero.ts";
import { eventWindowTooShort } from "./checks/values/event-window-too-short.ts";
import { exporterMistakenForService } from "./checks/values/exporter-mistaken-for-service.ts";
import { flapsWithoutKeepFiring } from "./checks/values/flaps-without-keep-firing.ts";
import { floatEquality } from "./checks/values/float-equality.ts";
import { forBelowInterval } from "./checks/values/for-below-interval.ts";
import { fragileTopk } from "./checks/values/fragile-topk.ts";
import { gaugeZeroAsDown } from "./checks/values/gauge-zero-as-down.ts";
import { nanInAggregation } from "./checks/values/nan-in-aggregation.ts";
import { neverFires } from "./checks/values/never-fires.ts";
import { noCondition } from "./checks/values/no-condition.ts";
import { noTrafficIsSilent } from "./checks/values/no-traffic-is-silent.ts";
import { objectiveIncomplete } from "./checks/values/objective-incomplete.ts";
import { percentageOfNoRatio } from "./checks/values/percentage-of-no-ratio.ts";
import { rateOfGauge } from "./checks/values/rate-of-gauge.ts";
import { rateOfSum } from "./checks/values/rate-of-sum.ts";
import { rateWindowShort } from "./checks/values/rate-window-short.ts";
import { recordingRuleName } from "./checks/values/recording-rule-name.ts";
import { targetVanishes } from "./checks/values/target-vanishes.ts";
import { thresholdBetweenBuckets } from "./checks/values/threshold-between-buckets.ts";
import { trafficFloorMissing } from "./checks/values/traffic-floor-missing.ts";
import { unitMismatch } from "./checks/values/unit-mismatch.ts";
import { valueUnreadable } from "./checks/values/value-unreadable.ts";

/** Every check, in the order of their groups and names, which is that of their documentation. */
export const CHECKS: readonly Check[] = [
  configNamespace,
  ruleSelector,
  secretKey,
  absentOfExpression,
  duplicateAlertLabels,
  externalLabelShadowed,
  labelCarriedAndStatic,
  leAggregatedAway,
  matchEmpty,
  matchMany,
  quantilePerSeries,
  queryInTemplate,
  ratioPerSeries,
  regexpNeedless,
  routingLabelLost,
  selectorMatchesNothing,
  templateExternalLabel,
  templateLabelLost,
  templateOwnLabel,
  templateSyntax,
  valueInLabels,
  alertFiresNow,
  cardinalityHigh,
  externalLabelsDiffer,
  metadataType,
  queryCost,
  queryFails,
  ruleNotLoaded,
  scrapeIntervalWindow,
  seriesLabelMissing,
  seriesMissing,
  colourSaysFiring,
  messageEmpty,
  messageFails,
  messageOnlyForOne,
  notificationTimeout,
  pagerdutyDetails,
  pagerdutySeverity,
  resolvedNotSent,
  secretInConfiguration,
  templateCycle,
  templateFileMissing,
  templateFileRefused,
  templateUndefined,
  alertUntested,
  annotationMissing,
  crossGroupDependency,
  dashboardDiffers,
  dashboardMissing,
  duplicateRule,
  forRedundant,
  groupIntervalLong,
  labelMissing,
  notificationFailuresUnwatched,
  ownerUnknown,
  pagesOnCause,
  recordingRuleMissing,
  ruleFailuresUnwatched,
  ruleFileNotLoaded,
  runbookLabelUnknown,
  runbookMissing,
  runbookOrphan,
  runbookSectionMissing,
  staleReference,
  testVacuous,
  tooLongScrapeInterval,
  watchdogMissing,
  alertToNowhere,
  continueUseless,
  criticalWithoutPager,
  deprecatedMatcher,
  groupIntervalShort,
  groupLabelMissing,
  groupWaitZero,
  groupingCoarse,
  groupingFine,
  inhibitionCycle,
  inhibitionDead,
  inhibitionEqualOneSided,
  inhibitionRace,
  inhibitionSilentSource,
  inhibitionTooWide,
  inhibitionWeakerSource,
  intervalAlways,
  intervalEmpty,
  intervalNotInherited,
  intervalTimeZone,
  intervalUnused,
  matcherAmbiguous,
  matcherValueUnknown,
  muteOutlastsRepeat,
  receiverEmpty,
  receiverUnused,
  repeatBelowGroupInterval,
  repeatRoundsUp,
  routeShadowed,
  routeUnreachable,
  silenceMatchesNothing,
  silenceTooLong,
  silenceTooWide,
  toldOnlyThroughItself,
  twoPagers,
  alwaysFires,
  bucketCeiling,
  burnRateSingleWindow,
  burnRateText,
  counterBirth,
  counterRaw,
  deadBranch,
  divisionByZero,
  eventWindowTooShort,
  exporterMistakenForService,
  flapsWithoutKeepFiring,
  floatEquality,
  forBelowInterval,
  fragileTopk,
  gaugeZeroAsDown,
  nanInAggregation,
  neverFires,
  noCondition,
  noTrafficIsSilent,
  objectiveIncomplete,
  percentageOfNoRatio,
  rateOfGauge,
  rateOfSum,
  rateWindowShort,
  recordingRuleName,
  targetVanishes,
  thresholdBetweenBuckets,
  trafficFloorMissing,
  unitMismatch,
  valueUnreadable,
];
