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

/** A label that only one has decides; in `fewerFirst` for the one that lacks it, else for the one that has it. */
const compareLabel = (a: string | undefined, b: string | undefined): number | undefined => {
  if (a === undefined || b === undefined) return undefined;
  return compareText(a, b);
};

/** Order of label sets (prometheus/common, LabelSet.Before): the smaller set first, then by names and values. */
const compareSets = (a: Labels, b: Labels): number => {
  const namesOfA = Object.keys(a);
  const namesOfB = Object.keys(b);
  if (namesOfA.length !== namesOfB.length) return namesOfA.length - namesOfB.length;
  const names = [...new Set([...namesOfA, ...namesOfB])].sort(compareText);
  for (const name of names) {
    const compared = compareLabel(a[name], b[name]) ?? (a[name] === undefined ? -1 : 1);
    if (compared !== 0) return compared;
  }
  return 0;
};

/** The order of alerts in a notification (types, AlertSlice.Less): by job, then instance, then all labels. */
export const compareForNotification = (a: Labels, b: Labels): number => {
  for (const name of FIRST_LABELS) {
    if (a[name] === undefined && b[name] === undefined) continue;
    const compared = compareLabel(a[name], b[name]) ?? (a[name] === undefined ? 1 : -1);
    if (compared !== 0) return compared;
  }
  return compareSets(a, b);
};
