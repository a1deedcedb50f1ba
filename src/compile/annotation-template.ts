import type { Message, MessagePart, ValueFormat } from "../model/message.ts";

/** https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
const VALUE: Readonly<Record<ValueFormat, string>> = {
  percent: "{{ $value | humanizePercentage }}",
  seconds: "{{ $value | humanizeDuration }}",
  bytes: "{{ $value | humanize1024 }}B",
  times: '{{ $value | printf "%.1f" }}x',
  number: '{{ $value | printf "%.4g" }}',
};

const partTemplate = (part: MessagePart): string => {
  if (typeof part === "string") return part.replaceAll("{{", '{{ "{{" }}');
  if ("label" in part) return `{{ $labels.${part.label} }}`;
  if ("value" in part) return VALUE[part.value];
  throw new Error(`a message that ${part.failed} was compiled; read the system first`);
};

/** A message in the template language of Prometheus's annotations. */
export const annotationTemplate = (message: Message): string => message.map(partTemplate).join("");
