const KINDS = [
  (name: string) => `  - alert: ${name}
    expr: |
      sum by (job) (rate(http_requests_failed_total{job="${name}"}[5m]))
        / sum by (job) (rate(http_requests_total{job="${name}"}[5m])) > 0.05
    for: 5m
    labels:
      severity: critical
      team: shop
    annotations:
      summary: "Many requests of {{ $labels.job }} fail"
      description: "{{ $value | humanizePercentage }} of requests fail"
      runbook_url: https://runbooks.example.com/${name}
`,
  (name: string) => `  - alert: ${name}
    expr: histogram_quantile(0.99, sum by (le, job) (rate(http_request_duration_seconds_bucket{job="${name}"}[5m]))) > 1
    for: 10m
    labels: {severity: warning, team: shop}
    annotations:
      summary: "{{ $labels.job }} is slow"
      description: "The 99th percentile is {{ $value | humanizeDuration }}"
      runbook_url: https://runbooks.example.com/${name}
`,
  (name: string) => `  - alert: ${name}
    expr: node_filesystem_avail_bytes{job="${name}"} / node_filesystem_size_bytes{job="${name}"} < 0.1
    for: 30m
    labels: {severity: warning, team: shop}
    annotations:
      summary: "{{ $labels.instance }} runs out of disk on {{ $labels.mountpoint }}"
      description: "{{ $value | humanizePercentage }} is left"
      runbook_url: https://runbooks.example.com/${name}
`,
  (name: string) => `  - record: job:http_requests:rate5m_${name}
    expr: sum by (job) (rate(http_requests_total{job="${name}"}[5m]))
`,
] as const;

/** Rules as a large team has them, in groups of fifty. */
export const ruleFileOf = (count: number): string => {
  let text = "groups:\n";
  for (let index = 0; index < count; index++) {
    if (index % 50 === 0) text += `- name: group-${index / 50}\n  rules:\n`;
    text += KINDS[index % KINDS.length]?.(`Service${index}`) ?? "";
  }
  return text;
};

/** A configuration with a route and a receiver for each of so many teams. */
export const alertmanagerOf = (teams: number): string => {
  const names = Array.from({ length: teams }, (_, index) => `team-${index}`);
  return [
    "route:",
    "  receiver: team-0",
    "  group_by: [alertname, team]",
    "  routes:",
    ...names.map((name) => `  - matchers: [team="${name}"]\n    receiver: ${name}`),
    "receivers:",
    ...names.map((name) => `- name: ${name}`),
    "",
  ].join("\n");
};
