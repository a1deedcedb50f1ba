/** What deployment fills in: `$NAME`, `${NAME}`, `%NAME%`, `@@NAME@@`, or an encrypted value of sops. */
const FILLED_IN = /^(?:\$\w+|\$[{(][^})]*[})]|%\w+%|@@?\w+@@?|ENC\[.*\])$/s;

/** As Alertmanager and amtool print what they keep to themselves. */
const HIDDEN = /^<(?:secret|hidden|redacted)>$/i;

const isFilledIn = (text: string): boolean =>
  FILLED_IN.test(text) || HIDDEN.test(text) || text.includes("{{") || /\$[{(]\w+[})]/.test(text);

/** Whether a text is the secret itself, or what is written in its place; not a reference to it. */
export const isLiteralSecret = (text: string): boolean => {
  const trimmed = text.trim();
  return trimmed !== "" && !isFilledIn(trimmed);
};

/** Services whose addresses are their passwords. */
const SECRET_PATHS = [
  /^https?:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/./i,
  /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/./i,
  /^https?:\/\/[\w.-]*\.(?:webhook\.office|logic\.azure)\.com[/:]./i,
  /^https?:\/\/chat\.googleapis\.com\/v1\/spaces\/.*[?&](?:key|token)=./i,
  /^https?:\/\/api\.telegram\.org\/bot\d+:/i,
];

const CREDENTIALS = /^[a-z][\w+.-]*:\/\/[^/?#@]*:[^/?#@]+@/i;
const SECRET_PARAMETER = /[?&](?:api_?key|key|token|access_token|secret|password|sig)=[^&#]/i;

/** Slack's own methods are addressed alike by everybody: a token goes with them elsewhere. */
const SLACK_METHOD = /^https?:\/\/slack\.com\/api\//i;

/**
 * Whether who knows the address can do what it allows. Any address for Slack is taken for a webhook, which other chats
 * that understand Slack's messages have as well.
 */
export const hasAddressSecret = (text: string, of: "slack" | "any"): boolean => {
  const address = text.trim();
  if (!isLiteralSecret(address)) return false;
  if (CREDENTIALS.test(address) || SECRET_PARAMETER.test(address)) return true;
  if (SECRET_PATHS.some((pattern) => pattern.test(address))) return true;
  return of === "slack" && !SLACK_METHOD.test(address) && /^https?:\/\/[^/]+\/./.test(address);
};
