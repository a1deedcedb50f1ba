import { UnsupportedError } from "../template-error.ts";
import { UTC, type Zone } from "./go-time.ts";

const OFFSET = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

const offsetIn = (format: Intl.DateTimeFormat, unixSeconds: number): number => {
  const part = format
    .formatToParts(unixSeconds * 1000)
    .find(({ type }) => type === "timeZoneName")?.value;
  const match = OFFSET.exec(part ?? "");
  if (match === null) throw new UnsupportedError(`the offset ${part ?? "of a time zone"}`);
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  const distance = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === "-" ? -distance : distance;
};

/** A zone of the IANA database by its name; undefined when there is none. */
export const namedZone = (name: string): Zone | undefined => {
  if (name === "" || name === "UTC") return UTC;
  if (name === "Local") throw new UnsupportedError("the time zone of the machine");
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return undefined;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  } catch {
    return undefined;
  }
  return {
    offsetAt: (unixSeconds) => offsetIn(format, unixSeconds),
    nameAt: () => {
      throw new UnsupportedError(`the short name of the time zone ${name}`);
    },
  };
};
