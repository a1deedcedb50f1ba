import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";

const find = function* ({ routings }: Examined): Iterable<Discovery> {
  for (const { config, routes } of routings) {
    const used = new Set(routes.map(({ receiver }) => receiver));
    for (const { name, integrations } of config.receivers) {
      if (used.has(name.text)) continue;
      const near = suggestionFor(name.text, [...used]);
      yield {
        place: name.placeAt(0),
        subject: name.text,
        ...(integrations.length === 0 ? { severity: "info" as const } : {}),
        message: `no route leads to the receiver "${name.text}": it is never told anything`,
        help: `give it a route, or remove it${near === undefined ? "" : `; routes lead to "${near}"`}`,
      };
    }
  }
};

export const receiverUnused: Check = {
  name: "receiver-unused",
  severity: "warning",
  title: "A receiver that no route leads to",
  find,
};
