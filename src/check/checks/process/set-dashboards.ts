import type { LocatedText } from "../../../lib/source.ts";
import { type DashboardContent, readDashboard } from "../../evidence/dashboard-panels.ts";
import { type DashboardQuery, readDashboardQuery } from "../../evidence/dashboard-query.ts";
import type { Examined } from "../../examined.ts";

/** The dashboards of the set, and their queries as they can be read. */
export type SetDashboards = {
  readonly contents: readonly DashboardContent[];
  readonly queryOf: (written: LocatedText) => DashboardQuery | undefined;
};

const compute = ({ evidence }: Examined): SetDashboards => {
  const read = new Map<string, DashboardQuery | undefined>();
  const queryOf = ({ text }: LocatedText): DashboardQuery | undefined => {
    if (read.has(text)) return read.get(text);
    const query = readDashboardQuery(text);
    read.set(text, query);
    return query;
  };
  return { contents: evidence.dashboards.map(readDashboard), queryOf };
};

const computed = new WeakMap<Examined, SetDashboards>();

export const dashboardsOf = (examined: Examined): SetDashboards => {
  const known = computed.get(examined) ?? compute(examined);
  computed.set(examined, known);
  return known;
};
