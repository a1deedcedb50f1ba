import { CallError, UnsupportedError } from "../template-error.ts";
import {
  type GoMethod,
  type GoType,
  INT,
  INT64,
  namedType,
  STRING,
  structType,
} from "../value/go-type.ts";
import {
  type GoValue,
  goBool,
  goFloat,
  goInt,
  goString,
  type TypedValue,
} from "../value/go-value.ts";
import { clampDuration, durationText, roundDuration, truncateDuration } from "./go-duration.ts";
import {
  addDate,
  type Civil,
  civilOf,
  type GoTime,
  nanosecond,
  UTC,
  unixSeconds,
  ZERO_TIME,
} from "./go-time.ts";
import { formatTime, MONTHS, timeText, WEEKDAYS } from "./time-layout.ts";

const intOf = (value: GoValue | undefined): bigint => {
  if (value?.kind !== "int") throw new CallError("an integer was expected");
  return value.int;
};

const timeOf = (value: GoValue | undefined): GoTime => {
  if (value?.kind !== "time") throw new CallError("a time was expected");
  return value.time;
};

const textOf = (value: GoValue | undefined): string => {
  if (value?.kind !== "string") throw new CallError("a string was expected");
  return value.text;
};

const getter = (call: (receiver: GoValue) => GoValue): GoMethod => ({ parameters: [], call });

const namedNumber = (text: string, names: readonly string[], first: number): GoType =>
  namedType(text, INT, () => ({
    methods: { String: getter((value) => goString(names[Number(intOf(value)) - first] ?? "")) },
  }));

const MONTH = namedNumber("time.Month", MONTHS, 1);
const WEEKDAY = namedNumber("time.Weekday", WEEKDAYS, 0);

/** Go's division of durations: whole units first, for exactness. */
const inUnits = (ns: bigint, perUnit: bigint): number =>
  Number(ns / perUnit) + Number(ns % perUnit) / Number(perUnit);

const fractional = (perUnit: bigint): GoMethod =>
  getter((value) => goFloat(inUnits(intOf(value), perUnit)));

const whole = (perUnit: bigint): GoMethod =>
  getter((value) => goInt(intOf(value) / perUnit, INT64));

/** Go's time.Duration: nanoseconds. */
export const DURATION: GoType = namedType("time.Duration", INT64, (self) => ({
  methods: {
    String: getter((value) => goString(durationText(intOf(value)))),
    Hours: fractional(3_600_000_000_000n),
    Minutes: fractional(60_000_000_000n),
    Seconds: fractional(1_000_000_000n),
    Milliseconds: whole(1_000_000n),
    Microseconds: whole(1_000n),
    Nanoseconds: whole(1n),
    Abs: getter((value) => goInt(intOf(value) < 0n ? -intOf(value) : intOf(value), self)),
    Round: {
      parameters: [self],
      call: (value, [step]) => goInt(roundDuration(intOf(value), intOf(step)), self),
    },
    Truncate: {
      parameters: [self],
      call: (value, [step]) => goInt(truncateDuration(intOf(value), intOf(step)), self),
    },
  },
}));

export const goDuration = (ns: bigint): TypedValue => goInt(clampDuration(ns), DURATION);

const unsupported = (what: string): GoMethod =>
  getter(() => {
    throw new UnsupportedError(what);
  });

const civil = (name: keyof Civil, type: GoType = INT): GoMethod =>
  getter((value) => goInt(civilOf(timeOf(value))[name], type));

const unixIn = (perUnit: bigint): GoMethod =>
  getter((value) => {
    const { ns } = timeOf(value);
    const rest = ((ns % perUnit) + perUnit) % perUnit;
    return goInt((ns - rest) / perUnit, INT64);
  });

const GETTERS: Readonly<Record<string, GoMethod>> = {
  String: getter((value) => goString(timeText(timeOf(value)))),
  Unix: getter((value) => goInt(unixSeconds(timeOf(value)), INT64)),
  UnixMilli: unixIn(1_000_000n),
  UnixMicro: unixIn(1_000n),
  UnixNano: unixIn(1n),
  Year: civil("year"),
  Month: civil("month", MONTH),
  Day: civil("day"),
  Weekday: civil("weekday", WEEKDAY),
  YearDay: civil("yearDay"),
  Hour: civil("hour"),
  Minute: civil("minute"),
  Second: civil("second"),
  Nanosecond: getter((value) => goInt(nanosecond(timeOf(value)))),
  IsZero: getter((value) => goBool(timeOf(value).ns === ZERO_TIME.ns)),
  Local: unsupported("the time zone of the machine"),
  Location: unsupported("the location of a time"),
};

const compared = (self: GoType, holds: (a: bigint, b: bigint) => boolean): GoMethod => ({
  parameters: [self],
  call: (value, [other]) => goBool(holds(timeOf(value).ns, timeOf(other).ns)),
});

/** Go's time.Time. */
export const TIME: GoType = structType("time.Time", (self) => ({
  methods: {
    ...GETTERS,
    Format: {
      parameters: [STRING],
      call: (value, [layout]) => goString(formatTime(timeOf(value), textOf(layout))),
    },
    UTC: getter((value) => ({
      kind: "time",
      type: self,
      time: { ...timeOf(value), zone: UTC },
    })),
    Sub: {
      parameters: [self],
      call: (value, [other]) => goDuration(timeOf(value).ns - timeOf(other).ns),
    },
    Add: {
      parameters: [DURATION],
      call: (value, [distance]) => {
        const time = timeOf(value);
        return { kind: "time", type: self, time: { ...time, ns: time.ns + intOf(distance) } };
      },
    },
    AddDate: {
      parameters: [INT, INT, INT],
      call: (value, args) => {
        const [years = 0, months = 0, days = 0] = args.map((arg) => Number(intOf(arg)));
        return { kind: "time", type: self, time: addDate(timeOf(value), { years, months, days }) };
      },
    },
    After: compared(self, (a, b) => a > b),
    Before: compared(self, (a, b) => a < b),
    Equal: compared(self, (a, b) => a === b),
  },
}));

export const goTime = (time: GoTime): TypedValue => ({ kind: "time", type: TIME, time });
