type Labels = Readonly<Record<string, string>>;
type Expectation = {
  readonly at: string;
  readonly alert: string;
  /** The alerts that fire, by the labels that tell them apart; none when it stays quiet. */
  readonly fires: readonly Labels[];
};
/** What series there are, and which alerts must and must not fire on them. */
export type Scenario = {
  readonly story: string;
  readonly series: Readonly<Record<string, string>>;
  readonly expect: readonly Expectation[];
};

const fires = (alert: string, at: string, ...labels: readonly Labels[]): Expectation => ({
  alert,
  at,
  fires: labels.length === 0 ? [{ job: "redis-gateway" }] : labels,
});
export const quiet = (alert: string, ...times: readonly string[]): Expectation[] =>
  times.map((at) => ({ alert, at, fires: [] }));

export const requests = (labels = "") =>
  `redis_gateway_requests_total{job="redis-gateway",instance="a"${labels}}`;
export const failures = (labels = "") =>
  `redis_gateway_requests_failed_total{job="redis-gateway",instance="a"${labels}}`;
const gateway = (instance: string) => `up{job="redis-gateway",instance="${instance}"}`;
const exporter = 'up{job="redis",instance="x"}';
export const redis = 'redis_up{job="redis",instance="x"}';
const connectionErrors =
  'redis_gateway_redis_connection_errors_total{job="redis-gateway",instance="a"}';
export const bucket = (le: string) =>
  `redis_gateway_request_duration_seconds_bucket{job="redis-gateway",instance="a",le="${le}"}`;
export const memory = 'process_resident_memory_bytes{job="redis-gateway",instance="a"}';
const active = 'redis_gateway_redis_pool_active{job="redis-gateway",instance="a"}';
const size = 'redis_gateway_redis_pool_size{job="redis-gateway",instance="a"}';
export const used = 'redis_memory_used_bytes{job="redis",instance="x"}';
export const limit = 'redis_memory_max_bytes{job="redis",instance="x"}';
const tocsin = (instance: string) => `tocsin_accepting{job="tocsin",instance="${instance}"}`;

export const REDIS_STOPS = { [gateway("a")]: "1x40", [exporter]: "1x40", [redis]: "1x4 0x36" };
const redisDownWithoutTocsin = {
  alert: "RedisInstanceDown",
  service: "redis-gateway",
  namespace: "redis-system",
};

// Samples are 30 s apart: the sample number 5 is at 2m30s.
export const SCENARIOS: readonly Scenario[] = [
  {
    story: "Redis is killed: Redis is down, its exporter is not",
    series: REDIS_STOPS,
    expect: [
      ...quiet("RedisInstanceDown", "2m30s", "3m"),
      fires("RedisInstanceDown", "3m30s", { job: "redis", instance: "x" }),
      ...quiet("RedisExporterDown", "10m"),
    ],
  },
  {
    story: "the exporter is killed: nothing says that Redis is down",
    series: { [exporter]: "1x4 0x36", [redis]: "1x4 stale" },
    expect: [
      ...quiet("RedisInstanceDown", "3m30s", "15m"),
      ...quiet("RedisExporterDown", "3m"),
      fires("RedisExporterDown", "3m30s", { job: "redis", instance: "x" }),
    ],
  },
  {
    story: "the exporter is no longer discovered",
    series: { [exporter]: "1x4 stale", [redis]: "1x4 stale" },
    expect: [fires("RedisExporterDown", "4m", { job: "redis" })],
  },
  {
    story: "Redis restarts within half a minute",
    series: { [exporter]: "1x40", [redis]: "1x4 0 1x30" },
    expect: quiet("RedisInstanceDown", "2m30s", "3m", "3m30s", "4m"),
  },
  {
    story: "the only instance of the gateway stops answering",
    series: { [gateway("a")]: "1x4 0x36" },
    expect: [...quiet("RedisGatewayDown", "3m"), fires("RedisGatewayDown", "3m30s")],
  },
  {
    story: "one of two instances stops answering: half of them still do",
    series: { [gateway("a")]: "1x4 0x36", [gateway("b")]: "1x40" },
    expect: quiet("RedisGatewayDown", "3m30s", "15m"),
  },
  {
    story: "two of three instances stop answering: one alert, not two",
    series: { [gateway("a")]: "1x4 0x36", [gateway("b")]: "0x40", [gateway("c")]: "1x40" },
    expect: [fires("RedisGatewayDown", "3m30s")],
  },
  {
    story: "no instance of the gateway is discovered any more",
    series: { [gateway("a")]: "1x4 stale" },
    expect: [...quiet("RedisGatewayDown", "3m"), fires("RedisGatewayDown", "3m30s")],
  },
  {
    story: "a tenth of all requests fails",
    series: { [requests()]: "0+600x60", [failures()]: "0x20 60+60x40" },
    expect: [
      ...quiet("RedisGatewayHighErrorRate", "10m", "12m"),
      fires("RedisGatewayHighErrorRate", "20m"),
    ],
  },
  {
    story: "exactly one in twenty fails, which is allowed",
    series: { [requests()]: "0+600x60", [failures()]: "0+30x60" },
    expect: quiet("RedisGatewayHighErrorRate", "10m", "30m"),
  },
  {
    story: "slightly more than one in twenty fails",
    series: { [requests()]: "0+600x60", [failures()]: "0+31x60" },
    expect: [fires("RedisGatewayHighErrorRate", "10m")],
  },
  {
    story: "the only request of a rare endpoint fails on a busy service",
    series: {
      [requests(',endpoint="/hot"')]: "0+30000x240",
      [failures(',endpoint="/hot"')]: "0x240",
      [requests(',endpoint="/rare"')]: "0x100 1x140",
      [failures(',endpoint="/rare"')]: "0x100 1x140",
    },
    expect: [
      ...quiet("RedisGatewayHighErrorRate", "51m", "54m"),
      ...quiet("RedisGatewaySLOBurnRateHigh", "51m", "60m", "105m"),
    ],
  },
  {
    story: "two requests fail on an almost idle service",
    series: { [requests()]: "0x20 2x40", [failures()]: "0x20 2x40" },
    expect: [
      ...quiet("RedisGatewayHighErrorRate", "11m", "13m"),
      ...quiet("RedisGatewaySLOBurnRateHigh", "11m", "13m"),
    ],
  },
  {
    story: "failures carry a label that requests do not",
    series: {
      [requests()]: "0+300x60",
      [failures(',error_type="timeout"')]: "0+300x60",
    },
    expect: [
      fires("RedisGatewayHighErrorRate", "10m"),
      fires("RedisGatewaySLOBurnRateHigh", "10m"),
    ],
  },
  {
    story: "nobody sends anything: zero by zero is no error rate and no burn rate",
    series: {
      [requests()]: "6000x800",
      [failures()]: "10x800",
      [bucket("1")]: "50x800",
      [bucket("+Inf")]: "60x800",
      [connectionErrors]: "0x800",
      [active]: "0x800",
      [size]: "10x800",
      [gateway("a")]: "1x800",
    },
    expect: [
      "RedisGatewayHighErrorRate",
      "RedisGatewaySLOBurnRateHigh",
      "RedisGatewayHighLatency",
      "RedisConnectionFailure",
      "RedisPoolExhaustion",
      "RedisGatewayDown",
    ].flatMap((alert) => quiet(alert, "10m", "390m")),
  },
  {
    story: "an idle gateway whose pings to Redis fail every five seconds",
    series: { [connectionErrors]: "0x10 6+6x30" },
    expect: [...quiet("RedisConnectionFailure", "5m"), fires("RedisConnectionFailure", "8m")],
  },
  {
    story: "one failed connection now and then, five minutes apart",
    series: { [connectionErrors]: "0x10 1x10 2x10 3x10" },
    expect: quiet("RedisConnectionFailure", "5m30s", "6m30s", "11m", "12m", "16m"),
  },
  {
    story: "every request takes thirty seconds, beyond the last bucket",
    series: { [bucket("1")]: "0x40", [bucket("10")]: "0x40", [bucket("+Inf")]: "0+100x40" },
    expect: [...quiet("RedisGatewayHighLatency", "3m"), fires("RedisGatewayHighLatency", "10m")],
  },
  {
    story: "exactly nineteen of twenty requests take less than a second",
    series: { [bucket("1")]: "0+95x40", [bucket("10")]: "0+100x40", [bucket("+Inf")]: "0+100x40" },
    expect: quiet("RedisGatewayHighLatency", "10m", "20m"),
  },
  {
    story: "one slow instance of ten does not make the service slow",
    series: Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => {
        const instance = Math.floor(index / 3);
        const le = ["1", "10", "+Inf"][index % 3] ?? "";
        const name = bucket(le).replace('instance="a"', `instance="${instance}"`);
        const slow = instance === 0 && le === "1";
        return [name, slow ? "0+60x40" : "0+100x40"];
      }),
    ),
    expect: quiet("RedisGatewayHighLatency", "10m", "20m"),
  },
  {
    story: "the gateway stands at four fifths of its memory, then goes over",
    series: { [memory]: "1717986918x20 1717986919x20" },
    expect: [
      ...quiet("RedisGatewayHighMemoryUsage", "10m", "15m"),
      fires("RedisGatewayHighMemoryUsage", "15m30s", { job: "redis-gateway", instance: "a" }),
    ],
  },
  {
    story: "nine of ten connections are in use, then all",
    series: { [active]: "9x20 10x20", [size]: "10x40" },
    expect: [
      ...quiet("RedisPoolExhaustion", "10m", "13m"),
      fires("RedisPoolExhaustion", "13m30s", { instance: "a" }),
    ],
  },
  {
    story: "a pool of no size is not a full one",
    series: { [active]: "0x40", [size]: "0x40" },
    expect: quiet("RedisPoolExhaustion", "10m"),
  },
  {
    story: "Redis has no memory limit",
    series: { [used]: "1000000x40", [limit]: "0x40" },
    expect: quiet("RedisInstanceHighMemoryUsage", "7m", "20m"),
  },
  {
    story: "Redis stands at four fifths of its limit, then goes over",
    series: { [used]: "80x20 81x20", [limit]: "100x40" },
    expect: [
      ...quiet("RedisInstanceHighMemoryUsage", "10m", "15m"),
      fires("RedisInstanceHighMemoryUsage", "15m30s", { job: "redis", instance: "x" }),
    ],
  },
  {
    story: "an outage of ten minutes burns the budget, and the alert ends soon after it does",
    series: {
      [requests()]: "0+300x480",
      [failures()]: "0x240 300+300x19 6000x220",
    },
    expect: [
      ...quiet("RedisGatewaySLOBurnRateHigh", "120m"),
      fires("RedisGatewaySLOBurnRateHigh", "122m"),
      fires("RedisGatewaySLOBurnRateHigh", "130m"),
      ...quiet("RedisGatewaySLOBurnRateHigh", "165m", "200m"),
    ],
  },
  {
    story: "a short outage trips only the fast window, which ends within minutes",
    series: {
      [requests()]: "0+300x1000",
      [failures()]: "0x840 300+300x3 1200x150",
    },
    expect: [
      fires("RedisGatewaySLOBurnRateHigh", "422m"),
      ...quiet("RedisGatewaySLOBurnRateHigh", "428m"),
    ],
  },
  {
    story:
      "one request in a hundred fails for hours: the slow window sees what the fast one cannot",
    series: { [requests()]: "0+1000x1600", [failures()]: "0x800 10+10x800" },
    expect: [
      ...quiet("RedisGatewaySLOBurnRateHigh", "460m", "600m"),
      fires("RedisGatewaySLOBurnRateHigh", "640m"),
    ],
  },
  {
    story: "failures at five times what the objective allows wake nobody",
    series: { [requests()]: "0+1000x1600", [failures()]: "0+5x1600" },
    expect: quiet("RedisGatewaySLOBurnRateHigh", "60m", "400m", "790m"),
  },
  {
    story: "sixty requests an hour, all of them failing",
    series: {
      [requests()]: "0 0 1+0x1 2+0x1 3+0x1 4+0x1 5+0x1 6+0x1 7+0x1 8+0x1 9+0x1 10+0x1 11+0x1 12",
      [failures()]: "0 0 1+0x1 2+0x1 3+0x1 4+0x1 5+0x1 6+0x1 7+0x1 8+0x1 9+0x1 10+0x1 11+0x1 12",
    },
    expect: [fires("RedisGatewaySLOBurnRateHigh", "12m")],
  },
  {
    story: "the watchdog fires without any data",
    series: { [gateway("a")]: "1x10" },
    expect: [fires("Watchdog", "0m", {}), fires("Watchdog", "5m", {})],
  },
  {
    story: "the settled watchdog waits until every alert could have fired again",
    series: { [gateway("a")]: "1x20" },
    expect: [
      ...quiet("WatchdogSettled", "0m", "7m"),
      fires("WatchdogSettled", "7m30s", {}),
      fires("WatchdogSettled", "9m", {}),
    ],
  },
  {
    story: "a critical alert while a Tocsin takes alerts",
    series: { ...REDIS_STOPS, [tocsin("1")]: "1x40" },
    expect: [
      fires("RedisInstanceDown", "10m", { job: "redis", instance: "x" }),
      ...quiet("CriticalAlertsWithoutTocsin", "4m30s", "10m"),
    ],
  },
  {
    story: "a critical alert while Tocsin runs but cannot take alerts",
    series: { ...REDIS_STOPS, [tocsin("1")]: "0x40" },
    expect: [
      ...quiet("CriticalAlertsWithoutTocsin", "4m"),
      fires("CriticalAlertsWithoutTocsin", "4m30s", redisDownWithoutTocsin),
      fires("CriticalAlertsWithoutTocsin", "15m", redisDownWithoutTocsin),
    ],
  },
  {
    story: "Tocsin dies while a critical alert fires, and comes back",
    series: { ...REDIS_STOPS, [tocsin("1")]: "1x11 stale _x10 1x15" },
    expect: [
      ...quiet("CriticalAlertsWithoutTocsin", "5m30s", "6m30s"),
      fires("CriticalAlertsWithoutTocsin", "7m", redisDownWithoutTocsin),
      ...quiet("CriticalAlertsWithoutTocsin", "11m30s"),
    ],
  },
  {
    story: "there never was a Tocsin",
    series: REDIS_STOPS,
    expect: [fires("CriticalAlertsWithoutTocsin", "4m30s", redisDownWithoutTocsin)],
  },
  {
    story: "one of two Tocsins takes alerts",
    series: { ...REDIS_STOPS, [tocsin("1")]: "0x40", [tocsin("2")]: "1x40" },
    expect: quiet("CriticalAlertsWithoutTocsin", "4m30s", "10m"),
  },
  {
    story: "a warning while there is no Tocsin can wait",
    series: { [exporter]: "0x40", [gateway("a")]: "1x40" },
    expect: [
      fires("RedisExporterDown", "5m", { job: "redis", instance: "x" }),
      ...quiet("CriticalAlertsWithoutTocsin", "5m", "15m"),
    ],
  },
];
