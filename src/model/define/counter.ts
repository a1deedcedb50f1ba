import type { Counter } from "../metric.ts";
import { frozen } from "./frozen.ts";

/** A counter that the service exports. Its series must exist, at zero, before anything is counted. */
export const counter = (
  name: string,
  { labels }: { readonly labels: readonly string[] } = { labels: [] },
): Counter => frozen({ kind: "counter", name, labels: [...labels] });
