import type { Integration } from "../../../alertmanager/config/config.ts";
import { defaultTemplatesOf } from "../../../alertmanager/config/integrations/integration-types.ts";
import type { AlertmanagerVersion } from "../../../alertmanager/version.ts";

/** Addresses and credentials, which nobody reads and nothing may show. */
const NOT_READ = /(?:^|\.)(?:\w*(?:key|token|secret|password)|api_url|webhook_url|url)$/;

export const isReadByPeople = (field: string): boolean => !NOT_READ.test(field);

/** Which text of an email Alertmanager renders as HTML. */
export const isHtmlField = ({ kind }: Integration, field: string): boolean =>
  kind === "email" && field === "html";

/** What an integration executes: what is written, and the defaults of what is not. */
export const effectiveTexts = (
  { kind, templates }: Integration,
  version: AlertmanagerVersion,
): readonly { readonly field: string; readonly text: string }[] => {
  const written = templates.map(({ field, text }) => ({ field, text: text.text }));
  const names = new Set(written.map(({ field }) => field));
  const defaults = Object.entries(defaultTemplatesOf(kind, version))
    .filter(([field]) => !names.has(field))
    .map(([field, text]) => ({ field, text }));
  return [...written, ...defaults].filter(({ field }) => isReadByPeople(field));
};
