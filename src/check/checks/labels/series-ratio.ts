import type { Binary, VectorSelector } from "../../../promql/syntax/expr.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";

/** A division of rates of single series by rates of single series. */
export type SeriesRatio = {
  readonly node: Binary;
  readonly left: readonly VectorSelector[];
  readonly right: readonly VectorSelector[];
};

export type Found = {
  readonly alert: ExaminedAlert;
  readonly query: Query;
  readonly examined: Examined;
};
