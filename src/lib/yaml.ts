import { stringify } from "yaml";

/**
 * YAML 1.1, which is what Prometheus, Alertmanager and Kubernetes read, under a comment of one line
 * per element of `comment`. Long lines are not folded, so that a query stays one line of a diff.
 */
export const toYaml = (value: unknown, comment: readonly string[]): string =>
  comment.map((line) => `# ${line}\n`).join("") +
  stringify(value, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
