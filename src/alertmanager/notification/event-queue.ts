import type { Instant } from "../../lib/clock.ts";

/** What is to happen, the earliest first; of the same moment, what was added first. */
export type EventQueue<Event extends { readonly at: Instant }> = {
  add(event: Event): void;
  /** The earliest, which stays. */
  peek(): Event | undefined;
  /** The earliest, which goes. */
  take(): Event | undefined;
};

type Numbered<Event> = { readonly event: Event; readonly number: number };

const isBefore = <Event extends { readonly at: Instant }>(
  a: Numbered<Event>,
  b: Numbered<Event>,
): boolean => (a.event.at === b.event.at ? a.number < b.number : a.event.at < b.event.at);

const rise = <Event extends { readonly at: Instant }>(heap: Numbered<Event>[]): void => {
  let index = heap.length - 1;
  const risen = heap[index];
  if (risen === undefined) return;
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (parent === undefined || !isBefore(risen, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = risen;
};

const sink = <Event extends { readonly at: Instant }>(
  heap: Numbered<Event>[],
  sunk: Numbered<Event>,
): void => {
  let index = 0;
  for (;;) {
    let childIndex = 2 * index + 1;
    let child = heap[childIndex];
    const right = heap[childIndex + 1];
    if (child !== undefined && right !== undefined && isBefore(right, child)) {
      childIndex++;
      child = right;
    }
    if (child === undefined || !isBefore(child, sunk)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = sunk;
};

/** A binary heap. */
export const createEventQueue = <Event extends { readonly at: Instant }>(): EventQueue<Event> => {
  const heap: Numbered<Event>[] = [];
  let added = 0;
  return {
    add: (event) => {
      heap.push({ event, number: added++ });
      rise(heap);
    },
    peek: () => heap[0]?.event,
    take: () => {
      const first = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(heap, last);
      return first?.event;
    },
  };
};
