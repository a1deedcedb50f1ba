import type { AlertmanagerVersion } from "../../version.ts";
import type { IntegrationType } from "./integration-type.ts";
import { MESSAGING_INTEGRATIONS } from "./messaging.ts";
import { PAGING_INTEGRATIONS } from "./paging.ts";
import { ROOM_INTEGRATIONS } from "./rooms.ts";

/** Every kind of integration that Alertmanager has (config/notifiers.go, notify/<kind>/config.go). */
export const INTEGRATION_TYPES: readonly IntegrationType[] = [
  ...PAGING_INTEGRATIONS,
  ...MESSAGING_INTEGRATIONS,
  ...ROOM_INTEGRATIONS,
];

/** The kinds that the version has. */
export const integrationTypes = (version: AlertmanagerVersion): readonly IntegrationType[] =>
  version === "current" ? INTEGRATION_TYPES : INTEGRATION_TYPES.filter(({ isLater }) => !isLater);

const byKind = new Map(INTEGRATION_TYPES.map((type) => [type.kind, type]));

/**
 * The templates that an integration of this kind executes where its configuration has none, by field; empty for kinds
 * that have no templates, or that are not known.
 */
export const defaultTemplatesOf = (
  kind: string,
  version: AlertmanagerVersion,
): Readonly<Record<string, string>> => {
  const type = byKind.get(kind);
  if (type === undefined) return {};
  return version === "current" ? { ...type.defaults, ...type.laterDefaults } : type.defaults;
};
