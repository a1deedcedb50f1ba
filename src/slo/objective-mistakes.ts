import * as z from "zod";
import { compare, parseDecimal, whole } from "../lib/decimal.ts";
import type { Mistake } from "../model/mistake.ts";
import { type Availability, availabilitySchema } from "../model/objective.ts";
import { burnWindowFault } from "./burn-rate.ts";

const targetIsSound = (target: string): boolean => {
  const value = parseDecimal(target);
  return value !== undefined && compare(value, whole(0)) > 0 && compare(value, whole(1)) < 0;
};

const faults = (objective: Availability): { message: string; mend: string }[] => {
  if (!targetIsSound(objective.target)) {
    return [
      {
        message: `has the target ${objective.target}`,
        mend: "write a target above 0% and below 100%: with no budget there is nothing to burn",
      },
    ];
  }
  const same = objective.bad.name === objective.total.name;
  return [
    ...(same
      ? [
          {
            message: "counts the same as bad and as total",
            mend: "name the counter of failures as `bad`",
          },
        ]
      : []),
    ...objective.burn.windows.flatMap((pair) => {
      const fault = burnWindowFault(objective, pair);
      return fault === undefined
        ? []
        : [
            {
              message: `alerts on ${pair.budget} of the budget in ${pair.long} and ${pair.short}: ${fault}`,
              mend: "change the target, the share of the budget or the windows",
            },
          ];
    }),
  ];
};

const objectivesSchema = z.object({
  services: z
    .array(
      z.object({
        name: z.string().catch(""),
        objectives: z.array(availabilitySchema.nullable().catch(null)).catch([]),
      }),
    )
    .catch([]),
});

/** Objectives that no alert can serve. Those that are not even well-formed are left to the schema. */
export const objectiveMistakes = (raw: unknown): Mistake[] =>
  (objectivesSchema.safeParse(raw).data?.services ?? []).flatMap((service) =>
    service.objectives
      .filter((objective) => objective !== null)
      .flatMap((objective) =>
        faults(objective).map(({ message, mend }) => ({
          rule: "unsound-objective",
          place: objective.definedAt,
          message: `objective "${objective.name}" of service "${service.name}" ${message}`,
          mend,
        })),
      ),
  );
