import { Counter, Gauge, Histogram, Registry } from "@prometheus-io/client";
import { VERSION } from "../lib/version.ts";

const createRegistry = () => new Registry();

/** Tocsin's own metrics, in base units; names pass `promtool check metrics`. */
export const createMeasures = () => {
  const registry = createRegistry();
  const registers = [registry];
  new Gauge({
    name: "tocsin_build_info",
    help: "Always 1; the labels tell which Tocsin this is.",
    labelNames: ["version", "nodeversion"],
    registers,
  }).set({ version: VERSION, nodeversion: process.versions.node }, 1);
  return {
    registry,
    accepting: new Gauge({
      name: "tocsin_accepting",
      help: "1 when a durable write succeeded in the last 30 s and no page is 60 s late.",
      registers,
    }),
    latestPage: new Gauge({
      name: "tocsin_latest_page_delay_seconds",
      help: "Age of the oldest page that is due and not yet accepted by its channel.",
      registers,
    }),
    stranded: new Gauge({
      name: "tocsin_incidents_stranded",
      help: "Open, unacknowledged incidents without a next due time or a stated reason. Always 0.",
      registers,
    }),
    openIncidents: new Gauge({
      name: "tocsin_incidents_open",
      help: "Incidents that are not resolved.",
      labelNames: ["status"],
      registers,
    }),
    webhooks: new Counter({
      name: "tocsin_webhooks_total",
      help: "Notifications from senders, by answer.",
      labelNames: ["outcome"],
      registers,
    }),
    alertsReceived: new Counter({
      name: "tocsin_alerts_received_total",
      help: "Alerts in accepted notifications, repeats included.",
      registers,
    }),
    incidentsOpened: new Counter({
      name: "tocsin_incidents_opened_total",
      help: "Incidents opened.",
      registers,
    }),
    attempts: new Counter({
      name: "tocsin_page_attempts_total",
      help: "Attempts to deliver a page.",
      labelNames: ["channel", "outcome"],
      registers,
    }),
    pageDelay: new Histogram({
      name: "tocsin_page_delay_seconds",
      help: "Time from a page's request to its acceptance by the channel.",
      labelNames: ["channel"],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers,
    }),
    reloadSuccessful: new Gauge({
      name: "tocsin_config_last_reload_successful",
      help: "1 when the last attempt to load the catalogue succeeded.",
      registers,
    }),
    reloadedAt: new Gauge({
      name: "tocsin_config_last_reload_success_timestamp_seconds",
      help: "When the catalogue was last loaded, in Unix seconds.",
      registers,
    }),
  };
};

export type Measures = ReturnType<typeof createMeasures>;
