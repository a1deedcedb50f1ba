import type { Channel, Delivery } from "../src/integrations/channel.ts";
import { type Clock, toIso } from "../src/lib/clock.ts";
import { type ContactMethod, contactMethodName } from "../src/model/person.ts";

export type SentPage = { at: string; person: string; method: string; reason: string; key: string };

const ACCEPTED: Delivery = { outcome: "accepted", detail: "250 ok" };

/** Channels that record every attempt and answer as they are told; else they accept. */
export const createOutside = (clock: Pick<Clock, "now">) => {
  const sent: SentPage[] = [];
  const answers = new Map<string, Delivery[]>();
  const channel = <Method extends ContactMethod>(): Channel<Method> => ({
    deliver: async (message, method) => {
      const name = contactMethodName(method);
      sent.push({
        at: toIso(clock.now()).slice(11, 19),
        person: message.person.id,
        method: name,
        reason: message.reason,
        key: message.idempotencyKey,
      });
      return answers.get(name)?.shift() ?? ACCEPTED;
    },
    close: async () => undefined,
  });
  return {
    sent,
    channels: { email: channel(), webhook: channel() },
    /** What a contact method answers to its next attempts, one each. */
    answer: (method: string, ...deliveries: Delivery[]) => {
      answers.set(method, [...(answers.get(method) ?? []), ...deliveries]);
    },
  };
};
