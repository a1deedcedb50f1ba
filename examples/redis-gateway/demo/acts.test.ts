import { expect, test } from "vitest";
import { ACTS, playAct } from "./acts.ts";
import { createNarrator } from "./narrator.ts";

const shown = async (command: string): Promise<string> => {
  const act = ACTS.find(({ args }) => args[0] === command);
  if (act === undefined) throw new Error(`there is no act of ${command}`);
  let text = "";
  const out = {
    write: (written: string) => {
      text += written;
    },
  };
  await playAct(act, {
    narrator: createNarrator({ out, progress: out, colour: false }),
    signal: new AbortController().signal,
    colour: false,
  });
  return text;
};

test("three findings are shown with their counterexamples, and how many there are", async () => {
  const text = await shown("check");
  expect(text).toContain("    $ npx tocsin check test/seed\n");
  expect(text.match(/^ {4}error /gm)).toHaveLength(3);
  expect(text.match(/^ {6}for example/gm)).toHaveLength(3);
  expect(text).toMatch(/^ {4}9 rules, 4 receivers, 1 inhibition: \d+ errors/m);
});

test("the alert that will fire is shown with whom it tells", async () => {
  const text = await shown("explain");
  expect(text).toContain("RedisInstanceDown   critical, owned by platform");
  expect(text).toMatch(/^ {6}fires /m);
  expect(text).toMatch(/Ana Ruiz +email/);
});

test("a command that ends otherwise than it must says how", async () => {
  const [act] = ACTS;
  if (act === undefined) throw new Error("there are no acts");
  const silent = { write: () => {} };
  const narrator = createNarrator({ out: silent, progress: silent, colour: false });
  const signal = new AbortController().signal;
  const played = playAct(
    { ...act, args: ["check", "no/such/file"] },
    { narrator, signal, colour: false },
  );
  await expect(played).rejects.toThrow(/^tocsin check no\/such\/file ended with 2 instead of 1:/);
});
