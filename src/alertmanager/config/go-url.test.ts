import { expect, test } from "vitest";
import { hostPortMistake, urlMistake } from "./go-url.ts";

test("URLs of HTTP servers are taken", () => {
  for (const url of [
    "http://a",
    "HTTPS://a.example.com:8443/x?y={{z}}#w",
    "http://user:pass@[::1]:9093/",
    "http://a/b c/{{ .x }}",
    "http://a:/",
    "http://grüße.example/",
  ]) {
    expect(urlMistake(url), url).toBeUndefined();
  }
});

test("what Go cannot parse, or is no HTTP, is refused", () => {
  for (const url of [
    "",
    "a",
    "a:b",
    "ftp://a",
    "http://",
    "http:///x",
    "http:a",
    "://a",
    "http://a b/",
  ]) {
    expect(urlMistake(url), url).toBeDefined();
  }
  for (const url of [
    "http://a:x/",
    "http://a/%zz",
    "http://{{ .a }}/",
    "http://a/\n",
    "1http://a",
  ]) {
    expect(urlMistake(url), url).toBeDefined();
  }
});

test("a host and port are taken with a port only", () => {
  for (const address of ["", "a:25", ":25", "[::1]:25", "a:smtp"]) {
    expect(hostPortMistake(address), address).toBeUndefined();
  }
  for (const address of ["a", "a:", "a:b:c", "::1:25", "[::1]"]) {
    expect(hostPortMistake(address), address).toBeDefined();
  }
});
