import type { RuleDocument } from "../../../prometheus/rule.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { counted } from "./listed.ts";
import { type AlertCases, casesByAlert, loadedByTests } from "./tested-rules.ts";

/** The documents that tests load; all of them where the tests load files that were not given. */
const testedDocuments = (examined: Examined): ReadonlySet<RuleDocument> => {
  const loaded = loadedByTests(examined);
  const known = loaded.flatMap(({ documents }) => [...documents]);
  const areKnown = loaded.every(({ unmatched }) => unmatched.length === 0);
  return new Set(areKnown ? known : examined.evidence.ruleDocuments);
};

const ofAlert = (alert: ExaminedAlert, cases: AlertCases | undefined): Discovery | undefined => {
  const name = alert.rule.name.text;
  const at = { place: alert.rule.name.placeAt(0), subject: name };
  if (cases === undefined) {
    return {
      ...at,
      message: `${name} has no test: nothing shows that it fires when it should`,
      help: "add a case in which it fires and one, just below the threshold, in which it does not",
    };
  }
  if (cases.isQueried) return undefined;
  if (cases.positive.length === 0) {
    return {
      ...at,
      message: `no test lets ${name} fire: its tests pass if the rule can never fire, or is deleted`,
      help: "add a case with series that let it fire, and the alerts that come of them in exp_alerts",
    };
  }
  if (cases.negative.length > 0) return undefined;
  return {
    ...at,
    severity: "info",
    message: `no test keeps ${name} silent: its tests pass if the rule always fires`,
    help: "add a case just below the threshold, with `exp_alerts: []`",
  };
};

/** Rule files that no test loads. */
const unloaded = function* (
  alerts: readonly ExaminedAlert[],
  tested: ReadonlySet<RuleDocument>,
): Iterable<Discovery> {
  const others = alerts.filter(({ document }) => !tested.has(document));
  for (const [document, ofFile] of Map.groupBy(others, (alert) => alert.document)) {
    const [first] = ofFile;
    if (first === undefined) continue;
    yield {
      place: first.rule.name.placeAt(0),
      subject: document.file,
      message: `no test loads this file: ${counted(ofFile.length, "alert")} of it may be as wrong as they like`,
      help: `name ${document.file} in rule_files of a test`,
    };
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { alerts, evidence } = examined;
  if (evidence.ruleTests.length === 0) return;
  const tested = testedDocuments(examined);
  const cases = casesByAlert(evidence.ruleTests);
  yield* unloaded(alerts, tested);
  const seen = new Set<string>();
  for (const alert of alerts) {
    const name = alert.rule.name.text;
    if (!tested.has(alert.document) || seen.has(name)) continue;
    seen.add(name);
    const found = ofAlert(alert, cases.get(name));
    if (found !== undefined) yield found;
  }
};

export const alertUntested: Check = {
  name: "alert-untested",
  severity: "warning",
  title: "An alert that no rule test lets fire, or keeps silent",
  find,
};
