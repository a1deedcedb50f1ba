import * as z from "zod";

const instant = z.iso.datetime({ offset: true });

const incidentSchema = z.object({
  id: z.string(),
  number: z.number(),
  status: z.enum(["triggered", "acknowledged", "resolved"]),
  severity: z.enum(["critical", "warning", "info"]),
  title: z.string(),
  service: z.string().nullable(),
  openedAt: instant,
  acknowledgedAt: instant.nullish(),
  resolvedAt: instant.nullish(),
});
export type Incident = z.infer<typeof incidentSchema>;

const timelineEntrySchema = z.object({ at: instant, type: z.string(), text: z.string() });
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

const detailSchema = z.object({
  incident: incidentSchema,
  alerts: z.array(
    z.object({
      fingerprint: z.string(),
      name: z.string(),
      status: z.string(),
      labels: z.record(z.string(), z.string()),
      startsAt: instant,
      endsAt: instant.nullish(),
    }),
  ),
  pages: z.array(
    z.object({
      key: z.string(),
      person: z.string(),
      method: z.string(),
      step: z.number(),
      round: z.number(),
      status: z.string(),
      requestedAt: instant,
      attempts: z.array(
        z.object({
          startedAt: instant,
          finishedAt: instant.nullish(),
          outcome: z.string().nullish(),
          detail: z.string().nullish(),
        }),
      ),
    }),
  ),
  timeline: z.array(timelineEntrySchema),
});
export type IncidentDetail = z.infer<typeof detailSchema>;

/** Tocsin as a person's shell sees it. */
export type TocsinApi = {
  /** Every incident, resolved ones among them. */
  incidents(): Promise<Incident[]>;
  incident(id: string): Promise<IncidentDetail>;
};

export const tocsinApi = (url: string, token: string): TocsinApi => {
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) {
      throw new Error(`Tocsin answered ${response.status} to ${path}: ${await response.text()}`);
    }
    return response.json();
  };
  return {
    incidents: async () =>
      z.object({ incidents: z.array(incidentSchema) }).parse(await ask("/api/v1/incidents"))
        .incidents,
    incident: async (id) => detailSchema.parse(await ask(`/api/v1/incidents/${id}`)),
  };
};
