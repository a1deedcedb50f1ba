/** Prometheus 2.42, and the current versions 3. */
export type PrometheusVersion = "2.42" | "3";
