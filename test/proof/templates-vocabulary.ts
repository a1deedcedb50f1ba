import type { Random } from "../../src/lib/random.ts";

export type Kind =
  | "string"
  | "int"
  | "float"
  | "bool"
  | "strings"
  | "map"
  | "time"
  | "pairs"
  | "alerts";

/** What the dot is where a template is being written. */
export type Dot = "data" | "alert" | "pair" | "string" | "rule" | "sample";

export const pick = <Item>(random: Random, items: readonly [Item, ...Item[]]): Item =>
  items[Math.floor(random.fraction() * items.length)] ?? items[0];

export const chance = (random: Random, share: number): boolean => random.fraction() < share;

export const TEXTS = [
  "critical",
  "web-1:9100",
  "hello wORLD",
  "",
  "a <b> & 'c' \"d\"",
  "über ñandú ÉA",
  "x.y.z",
  "🔥 hot",
  "50%",
  "line\nbreak",
  "o'neil foo_bar 3com",
] as const;

export const LITERALS = [
  '"firing"',
  '"critical"',
  "`raw \\d+`",
  '"a\\tb\\u00e9\\""',
  '"%d %s"',
  '"Hello wORLD-x"',
  '""',
  '"it\'s <&> ünï"',
] as const;

export const INTS = ["0", "1", "2", "-3", "07", "0x1F", "1_000", "'a'", "1e3", "42"] as const;
export const FLOATS = [
  "0.5",
  "2.5",
  "-1.25",
  "1e6",
  "1e-7",
  "123456.789",
  "1e21",
  "3.0",
  "99.999",
  "0.1",
] as const;

export const NUMBER_VERBS = [
  "%v",
  "%d",
  "%5d",
  "%-5d|",
  "%05d",
  "%+d",
  "%x",
  "%X",
  "%o",
  "%b",
  "%c",
  "%q",
  "%U",
  "%s",
  "%.2f",
  "%T",
  "%t",
  "% d",
] as const;
export const FLOAT_VERBS = [
  "%v",
  "%f",
  "%.2f",
  "%.0f",
  "%8.3f",
  "%-8.1f|",
  "%08.2f",
  "%g",
  "%.4g",
  "%.3g",
  "%e",
  "%.1e",
  "%G",
  "%+.2f",
  "% .1f",
  "%d",
  "%s",
  "%T",
  "%6.2f%%",
] as const;
export const TEXT_VERBS = [
  "%v",
  "%s",
  "%q",
  "%10s",
  "%-10s|",
  "%.3s",
  "%x",
  "%X",
  "% x",
  "%d",
  "%T",
  "%05s",
  "%+q",
  "%#q",
] as const;

export const FIELDS: Readonly<Record<Dot, Partial<Record<Kind, readonly [string, ...string[]]>>>> =
  {
    data: {
      string: [
        ".Status",
        ".Receiver",
        ".ExternalURL",
        ".CommonLabels.severity",
        ".GroupLabels.alertname",
        ".CommonAnnotations.summary",
        ".CommonLabels.nope",
      ],
      strings: [
        ".CommonLabels.Names",
        ".GroupLabels.SortedPairs.Values",
        ".CommonAnnotations.Values",
      ],
      map: [
        ".CommonLabels",
        ".GroupLabels",
        ".CommonAnnotations",
        "(.CommonLabels.Remove .GroupLabels.Names)",
      ],
      pairs: [".CommonLabels.SortedPairs", ".GroupLabels.SortedPairs"],
      alerts: [".Alerts", ".Alerts.Firing", ".Alerts.Resolved"],
      time: ["(index .Alerts 0).StartsAt"],
    },
    alert: {
      string: [
        ".Status",
        ".GeneratorURL",
        ".Fingerprint",
        ".Labels.severity",
        ".Labels.instance",
        ".Annotations.summary",
        ".Annotations.nope",
      ],
      strings: [".Labels.Names", ".Annotations.Values", ".Labels.SortedPairs.Names"],
      map: [".Labels", ".Annotations"],
      pairs: [".Labels.SortedPairs", ".Annotations.SortedPairs"],
      time: [".StartsAt", ".EndsAt"],
    },
    pair: { string: [".Name", ".Value"] },
    string: { string: ["."] },
    sample: {
      string: [".Labels.job", '(label "job" .)'],
      float: [".Value", "(value .)"],
      map: [".Labels"],
    },
    rule: {
      string: [
        "$labels.severity",
        "$labels.instance",
        ".Labels.job",
        "$labels.nope",
        "$externalLabels.region",
        ".ExternalURL",
      ],
      map: ["$labels", ".Labels", "$externalLabels"],
      float: ["$value", ".Value"],
    },
  };
