const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** True when the whole text fits the pattern, in which `*` stands for any characters. */
export const fits = (text: string, pattern: string): boolean =>
  new RegExp(`^${pattern.split("*").map(escapeRegExp).join("[^]*?")}$`).test(text);
