import { formatDuration, parseDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRecording } from "../../examined.ts";
import { windowsOf } from "./failure-ratio.ts";

const WINDOW = /(?:rate|increase|ratio|delta|irate)_?(\d+(?:ms|[smhdw]))$/;
const FUNCTION = /:(rate|increase|irate|delta)_?\d+(?:ms|[smhdw])$/;

/** The window that the name tells and the query does not have. */
const ofWindow = ({ rule, query }: ExaminedRecording): Omit<Discovery, "place"> | undefined => {
  const name = rule.name.text;
  const [, told] = WINDOW.exec(name) ?? [];
  const windowMs = told === undefined ? undefined : parseDuration(told);
  const windows = query === undefined ? [] : windowsOf(query.expr);
  if (windowMs === undefined || windows.length === 0 || windows.includes(windowMs))
    return undefined;
  const real = [...new Set(windows)].map(formatDuration).join(", ");
  return {
    subject: name,
    severity: "warning",
    message: `the name says that the window is ${told}, and the query looks at ${real}: who reads the name alerts on something else`,
    help: `name it …${real.split(", ")[0]}, or look at ${told}`,
  };
};

/** The function that the name tells and the query does not call. */
const ofFunction = ({ rule, query }: ExaminedRecording): Omit<Discovery, "place"> | undefined => {
  const name = rule.name.text;
  const [, told] = FUNCTION.exec(name) ?? [];
  if (told === undefined || query === undefined || query.text.includes(":")) return undefined;
  const called = query
    .values()
    .order.flatMap((part) => (part.kind === "call" ? part.function : []));
  const others = called.filter((each) => /^(?:rate|increase|irate|delta)$/.test(each));
  const [other] = others;
  if (other === undefined || others.includes(told)) return undefined;
  return {
    subject: name,
    severity: "warning",
    message: `the name says ${told}, and the query takes the ${other}`,
    help: `name it after ${other}, or use ${told}`,
  };
};

const find = function* ({ recordings }: Examined): Iterable<Discovery> {
  for (const recording of recordings) {
    const place = recording.rule.name.placeAt(0);
    const name = recording.rule.name.text;
    if (!name.includes(":")) {
      yield {
        place,
        subject: name,
        message: `nothing tells the recorded ${name} from a metric that a program exports`,
        help: "name it level:metric:operations, such as job:http_requests:rate5m",
      };
      continue;
    }
    const wrong = ofWindow(recording) ?? ofFunction(recording);
    if (wrong !== undefined) yield { place, ...wrong };
  }
};

export const recordingRuleName: Check = {
  name: "recording-rule-name",
  severity: "info",
  title: "A recorded series whose name does not say what was done",
  find,
};
