import type { Report } from "./report.ts";

/** The findings for programs: one object, `findings` first. */
export const jsonReport = ({ findings, assumptions, suppressed, counts }: Report): string =>
  `${JSON.stringify({ findings, suppressed, counts, assumptions }, null, 2)}\n`;
