import type { Labels } from "../../labels/labels.ts";

const FIRST_LABELS = ["job", "instance"];

/** Byte order of UTF-8, which is that of code points and differs from that of UTF-16 units. */
const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a.charCodeAt(index) !== b.charCodeAt(index)) {
      return (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0);
    }
  }
  return a.length - b.length;
};

const own = (labels: Labels, name: string): string | undefined =>
  Object.hasOwn(labels, name) ? labels[name] : undefined;

/** Order of label sets (prometheus/common, LabelSet.Before): the smaller set first, then the one without the first name. */
const compareSets = (a: Labels, b: Labels): number => {
  const namesOfA = Object.keys(a);
  const namesOfB = Object.keys(b);
  if (namesOfA.length !== namesOfB.length) return namesOfA.length - namesOfB.length;
  const names = [...new Set([...namesOfA, ...namesOfB])].sort(compareText);
  for (const name of names) {
    const valueOfA = own(a, name);
    const valueOfB = own(b, name);
    if (valueOfA === undefined) return -1;
    if (valueOfB === undefined) return 1;
    const compared = compareText(valueOfA, valueOfB);
    if (compared !== 0) return compared;
  }
  return 0;
};

/** The order of alerts in a notification (types, AlertSlice.Less): by job, then instance, then all labels. */
export const compareForNotification = (a: Labels, b: Labels): number => {
  for (const name of FIRST_LABELS) {
    const valueOfA = own(a, name);
    const valueOfB = own(b, name);
    if (valueOfA === valueOfB) continue;
    if (valueOfA === undefined) return 1;
    return valueOfB === undefined ? -1 : compareText(valueOfA, valueOfB);
  }
  return compareSets(a, b);
};
