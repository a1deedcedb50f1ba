import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { lostArrivals } from "./lost-alerts.ts";
import { isNameOfNothing } from "./pagers.ts";

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    const used = new Set(routing.routes.map(({ receiver }) => receiver));
    // Of alerts that nobody hears of for this, alert-to-nowhere tells.
    const told = new Set(
      lostArrivals(routing, examined).flatMap(({ loss }) =>
        loss.routes.map(({ receiver }) => receiver),
      ),
    );
    for (const { name, integrations } of routing.config.receivers) {
      const { text } = name;
      const isMeant = examined.settings.silent.includes(text) || isNameOfNothing(text);
      if (integrations.length > 0 || isMeant || !used.has(text) || told.has(text)) continue;
      yield {
        place: name.placeAt(0),
        subject: text,
        message: `the receiver "${text}" has no integrations: what is sent to it reaches nobody`,
        help: "give it an integration; where it is meant to reach nobody, name it under `silent` in tocsin-check.yaml",
      };
    }
  }
};

export const receiverEmpty: Check = {
  name: "receiver-empty",
  severity: "warning",
  title: "A receiver that tells nobody",
  find,
};
