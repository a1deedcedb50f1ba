/** RFC 5322, section 2.1.1: characters of a line, without its CRLF. */
const MAX_LINE_CHARACTERS = 998;
/** RFC 5322, section 3.6: the first two must, the others should be there; we ask for all. */
const NEEDED_HEADERS = ["date", "from", "message-id", "subject", "to"];

/** What makes a message unfit to be sent on, or undefined when nothing does. */
export const faultOf = (raw: Buffer): string | undefined => {
  const text = raw.toString("latin1");
  if (/(?<!\r)\n|\r(?!\n)/.test(text)) return "a line does not end with CRLF";
  const lines = text.split("\r\n");
  if (lines.some((line) => line.length > MAX_LINE_CHARACTERS)) {
    return `a line is longer than ${MAX_LINE_CHARACTERS} characters`;
  }
  const head = lines.slice(0, lines.indexOf(""));
  const names = head
    .filter((line) => !/^\s/.test(line))
    .map((line) => line.slice(0, line.indexOf(":")).toLowerCase());
  for (const needed of NEEDED_HEADERS) {
    const count = names.filter((name) => name === needed).length;
    if (count !== 1) return `the header ${needed} is there ${count} times, not once`;
  }
  if (head.some((line) => /[^\x20-\x7e\t]/.test(line))) return "a header is not plain ASCII";
  return undefined;
};
