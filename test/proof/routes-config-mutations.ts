import type { Random } from "../../src/lib/random.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const VALUES: readonly Json[] = [
  ...[null, "", "abc", "a b", "0", 0, 1, -1, 1.5, true, false, "true", "yes", "0s", "5m", "1h30m"],
  ...["1x", "5 m", "1d", "-5m", "1.5h", "...", "{{ .x }}", "a=b", 'a="b', "{a=b,c!~d}", "(", "[a"],
  ...["http://", "ftp://x", "https://a.b/c", "https://a b/", "a:b:c", "host:", ":25", "host:25"],
  ...[
    "<secret>",
    "monday",
    "friday:monday",
    "24:00",
    "25:00",
    "9:00",
    "Europe/Berlin",
    "Nowhere/X",
  ],
  ...["0:5", "5:1", "-1:5", "-3:-1", "32", "13", "2020:2019", "TLS12", "everybody", "1abc"],
];
const STRUCTURES: readonly Json[] = [[], {}, [null], ["x"], ["x", "x"], { a: "b" }, [{ a: "b" }]];
const NAMES = [
  "receiver",
  "name",
  "matchers",
  "url",
  "api_url",
  "to",
  "send_resolved",
  "text",
  "x",
];

const isObject = (value: Json): value is { [name: string]: Json } =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Every place in the value at which something can be put, taken away or renamed. */
const places = (value: Json): { readonly owner: Json; readonly key: string }[] => {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, below]) => [{ owner: value, key }, ...places(below)]);
};

type Change = (owner: Json, key: string) => void;

const put = (owner: Json, key: string, value: Json): void => {
  if (Array.isArray(owner)) owner[Number(key)] = value;
  else if (isObject(owner)) owner[key] = value;
};

const remove: Change = (owner, key) => {
  if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else if (isObject(owner)) delete owner[key];
};

const rename =
  (name: string): Change =>
  (owner, key) => {
    if (!isObject(owner)) return;
    const value = owner[key] ?? null;
    delete owner[key];
    owner[name] = value;
  };

const repeat: Change = (owner, key) => {
  if (Array.isArray(owner)) owner.push(structuredClone(owner[Number(key)] ?? null));
};

/** The value with one to three random changes: taken away, renamed, repeated, put in place of another. */
export const mutated = (original: Json, random: Random): Json => {
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(random.fraction() * items.length)];
  const copy = structuredClone(original);
  const changes = 1 + Math.floor(random.fraction() * 3);
  for (let change = 0; change < changes; change++) {
    const place = pick(places(copy));
    if (place === undefined) break;
    const { owner, key } = place;
    const kinds: readonly Change[] = [
      remove,
      repeat,
      rename(pick([...NAMES, `${key}s`, key.slice(1)]) ?? key),
      (at, name) => put(at, name, pick(VALUES) ?? null),
      (at, name) => put(at, name, pick(VALUES) ?? null),
      (at, name) => put(at, name, structuredClone(pick(STRUCTURES) ?? null)),
      (at) => {
        if (isObject(at)) put(at, pick(NAMES) ?? "x", pick(VALUES) ?? null);
      },
    ];
    pick(kinds)?.(owner, key);
  }
  return copy;
};
