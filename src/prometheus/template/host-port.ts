type HostPort = { readonly host: string; readonly port: string };

/** Go's net.SplitHostPort; undefined where it fails. */
const splitHostPort = (text: string): HostPort | undefined => {
  const bracketed = /^\[([^[\]]*)\]:([^:[\]]*)$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? "", port: bracketed[2] ?? "" };
  const plain = /^([^:[\]]*):([^:[\]]*)$/.exec(text);
  return plain === null ? undefined : { host: plain[1] ?? "", port: plain[2] ?? "" };
};

const isIpv4 = (text: string): boolean =>
  /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text) &&
  text.split(".").every((part) => Number(part) <= 255);

const isIpv6 = (text: string): boolean => {
  if (!/^[0-9a-fA-F:.]*$/.test(text) || !text.includes(":")) return false;
  const tail = text.slice(text.lastIndexOf(":") + 1);
  const hasIpv4 = tail.includes(".");
  if (hasIpv4 && !isIpv4(tail)) return false;
  const [head = "", rest, ...more] = (hasIpv4 ? `${text.slice(0, -tail.length)}0:0` : text).split(
    "::",
  );
  if (more.length > 0) return false;
  const groups = [...head.split(":"), ...(rest ?? "").split(":")].filter((group) => group !== "");
  const written = rest === undefined ? head.split(":") : groups;
  if (!written.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return rest === undefined ? written.length === 8 : written.length < 8;
};

/** `host:9100` as `host`; what is no host and port stays. */
export const stripPort = (text: string): string => splitHostPort(text)?.host ?? text;

/** `web.example.com:80` as `web:80`; addresses stay. */
export const stripDomain = (text: string): string => {
  const split = splitHostPort(text);
  const host = split?.host ?? text;
  if (isIpv4(host) || isIpv6(host)) return text;
  const first = host.split(".")[0] ?? "";
  const port = split?.port ?? "";
  if (port === "") return first;
  return first.includes(":") ? `[${first}]:${port}` : `${first}:${port}`;
};
