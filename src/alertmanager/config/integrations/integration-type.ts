import { HTTP_CONFIG } from "../http-config.ts";
import type { Fields, ObjectType } from "../schema.ts";

/** A kind of integration: what may stand in its configuration and what holds when nothing does. */
export type IntegrationType = {
  /** "slack" */
  readonly kind: string;
  /** The field of a receiver: `slack_configs`. */
  readonly field: string;
  /** What `send_resolved` is when it is not there. */
  readonly sendResolved: boolean;
  /** Whether 0.25 does not have it. */
  readonly isLater: boolean;
  /** Fields of `global` that stand in for templates of its own: `from` for `smtp_from`. */
  readonly globalTemplates: Readonly<Record<string, string>>;
  /** Templates that are executed where the configuration has none, by field. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Those that current versions have in place of 0.25's. */
  readonly laterDefaults: Readonly<Record<string, string>>;
  readonly config: ObjectType;
};

type Described = Pick<IntegrationType, "kind" | "sendResolved"> &
  Partial<Omit<IntegrationType, "kind" | "config">> & {
    readonly config: Omit<ObjectType, "what">;
  };

const COMMON = { send_resolved: "bool" } satisfies Fields;

/** The type with what all integrations have in common; `http_config` is for who speaks HTTP. */
export const integrationType = (type: Described): IntegrationType => ({
  field: `${type.kind}_configs`,
  isLater: false,
  globalTemplates: {},
  defaults: {},
  laterDefaults: {},
  ...type,
  config: {
    what: `${type.kind}_config`,
    ...type.config,
    fields: { ...COMMON, ...type.config.fields },
  },
});

export const HTTP = { http_config: { object: HTTP_CONFIG } } satisfies Fields;

/** `{{ template "slack.default.title" . }}` for each of the names. */
export const defaultTemplates = (
  kind: string,
  names: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(names).map(([field, name]) => [
      field,
      `{{ template "${kind}.default.${name}" . }}`,
    ]),
  );
