import type { Integration } from "../../../alertmanager/config/config.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { type Recipient, recipientsOf } from "./recipients.ts";

/** Whether it is silent about resolved alerts because nobody said otherwise. */
const isSilentByDefault = ({ sendResolved, node }: Integration): boolean =>
  !sendResolved && fieldOf(node, "send_resolved") === undefined;

/** Whether the same receiver says it in another way. */
const saysOtherwise = ({ receiver }: Recipient): boolean =>
  receiver.integrations.some(({ sendResolved }) => sendResolved);

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const recipient of recipientsOf(examined)) {
    if (saysOtherwise(recipient)) continue;
    const { receiver } = recipient;
    for (const { kind, place } of receiver.integrations.filter(isSilentByDefault)) {
      yield {
        place,
        subject: receiver.name.text,
        message: `nobody hears from "${receiver.name.text}" that an alert is over: ${kind} does not send that unless it is told to`,
        help: "write `send_resolved: true`, or `send_resolved: false` if silence is meant",
      };
    }
  }
};

export const resolvedNotSent: Check = {
  name: "resolved-not-sent",
  severity: "info",
  title: "A receiver that never says that an alert is over, by default",
  find,
};
