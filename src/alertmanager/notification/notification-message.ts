import { type MessageData, messageData } from "../template/message-data.ts";
import type { Notification } from "./notification.ts";

/** What the templates of a notification are given; `externalUrl` is Alertmanager's own. */
export const messageOf = (
  { alerts, group, receiver, at }: Notification,
  externalUrl: string,
): MessageData =>
  messageData({ alerts, groupLabels: group.labels, receiver, externalUrl, now: at });
