import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";

export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** The same figure of the peer, measured in the same run, where the peer can do the same. */
  peer?: number;
};

const BYTES_IN_GIB = 1024 ** 3;

const round = (value: number): number => Number(value.toPrecision(4));

/** The value that a share of all is not above (nearest rank). */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("nothing was measured");
  return value;
};

const machine = () => ({
  system: `${process.platform} ${process.arch}`,
  processors: cpus().length,
  processor: cpus()[0]?.model ?? "unknown",
  memoryGib: round(totalmem() / BYTES_IN_GIB),
  node: process.versions.node,
  /** Others may be at work too: processes that wanted to run, over the last minute. */
  load: round(loadavg()[0] ?? 0),
});

const wantsJson = (): boolean =>
  parseArgs({ options: { json: { type: "boolean", default: false } } }).values.json;

/** Prints figures on stdout: for people, or as JSON with `--json`. */
export const printFigures = (name: string, peerName: string, measured: readonly Figure[]): void => {
  const figures = measured.map((figure) => ({
    ...figure,
    value: round(figure.value),
    ...(figure.peer === undefined
      ? {}
      : { peer: round(figure.peer), ratio: round(figure.value / figure.peer) }),
  }));
  const about = machine();
  if (wantsJson()) {
    console.log(JSON.stringify({ name, figures, machine: { ...about, peer: peerName } }, null, 2));
    return;
  }
  console.log(`${name}: Tocsin beside ${peerName}`);
  for (const { name: label, value, unit, peer, ratio } of figures) {
    const beside = peer === undefined ? "" : `, peer ${peer} ${unit}, ratio ${ratio}`;
    console.log(`  ${label}: ${value} ${unit}${beside}`);
  }
  const { processors, processor, load } = about;
  console.log(`  on ${processors} processors (${processor}), load ${load}`);
};

export const PEER_NAME = "Debian's prometheus-alertmanager";
