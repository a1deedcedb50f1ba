import type { Stack } from "../stack/stack.ts";
import { acknowledgeFromMail } from "./acknowledge.ts";
import { act, type Step, untilSeen, untilTrue } from "./run.ts";
import { pageKeyOf, type Sighting } from "./sighting.ts";

type Deed = (stack: Stack) => void | Promise<void>;

/** Breaks something. The clock of the run starts with the first fault. */
export const fault =
  (text: string, deed: Deed): Step =>
  async (run) => {
    const at = act(run, text);
    run.moments.fault ??= at;
    await deed(run.stack);
  };

/** Mends what was broken; waiting for recovery is measured from the last cure. */
export const cure =
  (text: string, deed: Deed): Step =>
  async (run) => {
    const at = act(run, text);
    await deed(run.stack);
    run.moments.cure = at;
  };

/** Does something that is neither the fault nor its cure. */
export const meanwhile =
  (text: string, deed: Deed): Step =>
  async (run) => {
    act(run, text);
    await deed(run.stack);
  };

const isPageTo =
  (person: string) =>
  (sighting: Sighting): boolean =>
    sighting.kind === "mail" &&
    pageKeyOf(sighting.mail) !== undefined &&
    sighting.mail.to.includes(`${person}@example.com`);

export const pageTo =
  (person: string): Step =>
  (run) =>
    untilSeen(run, `the page to ${person}`, isPageTo(person));

/** A mail straight from Alertmanager. */
export const directMail =
  (status: "FIRING" | "RESOLVED"): Step =>
  (run) =>
    untilSeen(
      run,
      `Alertmanager itself to say ${status}`,
      (sighting) =>
        sighting.kind === "mail" &&
        pageKeyOf(sighting.mail) === undefined &&
        sighting.mail.subject.startsWith(`[${status}]`),
    );

/** Waits until Tocsin has taken in this alert. */
export const incidentHas =
  (name: string): Step =>
  (run) =>
    untilSeen(
      run,
      `Tocsin to have ${name}`,
      (sighting) =>
        sighting.kind === "timeline" &&
        sighting.entry.type === "alert-fired" &&
        sighting.entry.text.startsWith(name),
    );

export const alertIs =
  (name: string, state: "pending" | "firing" | "gone"): Step =>
  (run) =>
    untilSeen(
      run,
      `${name} to be ${state}`,
      (sighting) => sighting.kind === "alert" && sighting.name === name && sighting.state === state,
    );

export const timelineHas =
  (type: string): Step =>
  (run) =>
    untilSeen(
      run,
      `the timeline to say ${type}`,
      (sighting) => sighting.kind === "timeline" && sighting.entry.type === type,
    );

/** As a person would: by the link in the mail that this person got. */
export const acknowledgeAs =
  (person: string): Step =>
  async (run) => {
    const page = run.watch.sightings().find(isPageTo(person));
    if (page?.kind !== "mail") throw new Error(`${person} has no page to acknowledge`);
    await acknowledgeFromMail(run, page.mail);
  };

/** Waits until every incident is resolved and Prometheus has nothing left to say. */
export const everythingResolved: Step = async (run) => {
  const { tocsin } = run.stack;
  await untilTrue(run, "every incident to be resolved", async () => {
    const incidents = await tocsin.api.incidents().catch(() => []);
    return incidents.length > 0 && incidents.every(({ status }) => status === "resolved");
  });
};

/** Lets time pass in which something must not happen; the expectations say what. */
export const quietFor =
  (ms: number, text: string): Step =>
  async (run) => {
    act(run, text);
    run.narrator.waiting(`${ms / 1000} s to pass`);
    await run.clock.sleep(ms, run.signal);
    run.signal.throwIfAborted();
  };

/** The watchdog is passed on every few seconds, so this much silence means that it has stopped. */
const SILENCE_MS = 10_000;

export const deadMansSwitchFallsSilent: Step = async (run) => {
  const { deadMansSwitch } = run.stack;
  await untilTrue(
    run,
    "the dead man's switch to fall silent",
    () => run.clock.now() - (deadMansSwitch.pings().at(-1) ?? 0) >= SILENCE_MS,
  );
  act(
    run,
    `the dead man's switch has not been called for ${SILENCE_MS / 1000} s: outside of all this, somebody is told`,
  );
};

export const deadMansSwitchIsCalledAgain: Step = async (run) => {
  const { deadMansSwitch } = run.stack;
  const before = deadMansSwitch.pings().length;
  await untilTrue(
    run,
    "the dead man's switch to be called again",
    () => deadMansSwitch.pings().length > before,
  );
  act(run, "the dead man's switch is called again");
};
