/** Digits without zeros at their end, and where the decimal point is: 12.5 is 125 and 2. */
type Digits = { readonly digits: string; readonly point: number };

const trimmed = (digits: string, point: number): Digits => {
  const shown = digits.replace(/0+$/, "");
  return shown === "" ? { digits: "", point: 0 } : { digits: shown, point };
};

/** The fewest digits that read back as the same number. */
const shortestDigits = (value: number): Digits => {
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  return trimmed(mantissa.replace(".", ""), Number(exponent) + 1);
};

const view = new DataView(new ArrayBuffer(8));

/** Every digit of a number, for binary fractions end. */
const exactDigits = (value: number): Digits => {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  if (mantissa === 0n) return { digits: "", point: 0 };
  if (exponent >= 0) {
    const whole = (mantissa << BigInt(exponent)).toString();
    return trimmed(whole, whole.length);
  }
  const scaled = (mantissa * 5n ** BigInt(-exponent)).toString();
  return trimmed(scaled, scaled.length + exponent);
};

const roundsUp = (digits: string, count: number): boolean => {
  if (count < 0 || count >= digits.length) return false;
  const isHalf = digits[count] === "5" && count + 1 === digits.length;
  if (isHalf) return count > 0 && Number(digits[count - 1]) % 2 === 1;
  return (digits[count] ?? "0") >= "5";
};

/** Keeps `count` digits, rounding halves to even. */
const rounded = ({ digits, point }: Digits, count: number): Digits => {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return { digits: "", point: 0 };
  const kept = digits.slice(0, count);
  if (!roundsUp(digits, count)) return trimmed(kept, point);
  const up = (BigInt(kept === "" ? "0" : kept) + 1n).toString();
  return trimmed(up, up.length > count ? point + 1 : point);
};

const exponentText = ({ digits, point }: Digits, precision: number, letter: "e" | "E"): string => {
  const first = digits[0] ?? "0";
  const rest = digits.slice(1, precision + 1).padEnd(precision, "0");
  const exponent = digits === "" ? 0 : point - 1;
  const written = String(Math.abs(exponent)).padStart(2, "0");
  return `${first}${rest === "" ? "" : `.${rest}`}${letter}${exponent < 0 ? "-" : "+"}${written}`;
};

const fixedText = ({ digits, point }: Digits, precision: number): string => {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (precision <= 0) return whole;
  const fraction =
    (point < 0 ? "0".repeat(Math.min(-point, precision)) : "") + digits.slice(Math.max(point, 0));
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, "0")}`;
};

const generalText = (digits: Digits, precision: number, letter: "e" | "E"): string => {
  const isShortest = precision < 0;
  const count = digits.digits.length;
  let limit = precision;
  if (limit > count && count >= digits.point) limit = count;
  if (isShortest) limit = 6;
  const exponent = digits.point - 1;
  if (exponent < -4 || exponent >= limit) {
    const places = isShortest ? count : Math.min(precision, count);
    return exponentText(digits, Math.max(places - 1, 0), letter);
  }
  return fixedText(digits, Math.max(count - digits.point, 0));
};

export type FloatForm = "e" | "E" | "f" | "g" | "G";

const finiteText = (value: number, form: FloatForm, precision: number): string => {
  const letter = form === "E" || form === "G" ? "E" : "e";
  if (precision < 0) {
    const digits = shortestDigits(value);
    if (form === "f") return fixedText(digits, Math.max(digits.digits.length - digits.point, 0));
    if (letter === form) return exponentText(digits, Math.max(digits.digits.length - 1, 0), letter);
    return generalText(digits, -1, letter);
  }
  const exact = exactDigits(value);
  if (form === "f") return fixedText(rounded(exact, exact.point + precision), precision);
  if (letter === form) return exponentText(rounded(exact, precision + 1), precision, letter);
  const significant = Math.max(precision, 1);
  return generalText(rounded(exact, significant), significant, letter);
};

/**
 * Go's strconv.FormatFloat for 64 bits: `f` 12.50, `e` 1.25e+01, `g` whichever is shorter. A negative precision
 * is as many digits as the number needs. Halves are rounded to even, on the exact value.
 */
export const floatText = (value: number, form: FloatForm, precision: number): string => {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const isNegative = value < 0 || Object.is(value, -0);
  return (isNegative ? "-" : "") + finiteText(Math.abs(value), form, precision);
};

/** Go's `%x` of a float: a hexadecimal fraction with a binary exponent, as many digits as it needs. */
export const hexFloatText = (value: number): string => {
  if (!Number.isFinite(value)) return floatText(value, "g", -1);
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const sign = bits >> 63n === 1n ? "-" : "";
  const biased = Number((bits >> 52n) & 0x7ffn);
  let fraction = bits & 0xfffffffffffffn;
  if (biased === 0 && fraction === 0n) return `${sign}0x0p+00`;
  let exponent = biased === 0 ? -1022 : biased - 1023;
  if (biased === 0) {
    while (fraction >> 52n === 0n) {
      fraction <<= 1n;
      exponent--;
    }
    fraction &= 0xfffffffffffffn;
  }
  const digits = fraction.toString(16).padStart(13, "0").replace(/0+$/, "");
  const written = String(Math.abs(exponent)).padStart(2, "0");
  return `${sign}0x1${digits === "" ? "" : `.${digits}`}p${exponent < 0 ? "-" : "+"}${written}`;
};
