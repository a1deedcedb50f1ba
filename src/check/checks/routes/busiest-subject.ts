import type { Arrival, Bundle } from "./arrivals.ts";
import { alertsOf, valueFor } from "./grouping.ts";

/** What the most alerts are about, as one of their labels says for certain. */
export type BusiestSubject = { readonly value: string; readonly arrivals: readonly Arrival[] };

type Subjects = {
  readonly byValue: ReadonlyMap<string, readonly Arrival[]>;
  readonly busiest: BusiestSubject | undefined;
};

const busier = (
  a: BusiestSubject | undefined,
  b: BusiestSubject | undefined,
): BusiestSubject | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return alertsOf(b.arrivals).length > alertsOf(a.arrivals).length ? b : a;
};

const subjectsIn = ({ arrivals }: Bundle, label: string): Subjects => {
  const byValue = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const value = valueFor(arrival.labels, label);
    if (value === undefined || value === "") continue;
    const known = byValue.get(value);
    if (known === undefined) byValue.set(value, [arrival]);
    else known.push(arrival);
  }
  let busiest: BusiestSubject | undefined;
  for (const [value, own] of byValue) busiest = busier(busiest, { value, arrivals: own });
  return { byValue, busiest };
};

const computed = new WeakMap<Bundle, Map<string, Subjects>>();

const subjectsOf = (bundle: Bundle, label: string): Subjects => {
  const known = computed.get(bundle) ?? new Map<string, Subjects>();
  computed.set(bundle, known);
  const subjects = known.get(label) ?? subjectsIn(bundle, label);
  known.set(label, subjects);
  return subjects;
};

/** The value of the label that the most alerts of these bundles share. Looks through each large bundle only once. */
export const busiestSubject = (
  bundles: readonly Bundle[],
  label: string,
): BusiestSubject | undefined => {
  const [largest, ...others] = bundles.toSorted((a, b) => b.arrivals.length - a.arrivals.length);
  if (largest === undefined) return undefined;
  const { byValue, busiest } = subjectsOf(largest, label);
  const added = new Map<string, readonly Arrival[]>();
  for (const bundle of others) {
    for (const [value, own] of subjectsOf(bundle, label).byValue) {
      added.set(value, [...(added.get(value) ?? byValue.get(value) ?? []), ...own]);
    }
  }
  let most = busiest;
  for (const [value, arrivals] of added) most = busier(most, { value, arrivals });
  return most;
};
