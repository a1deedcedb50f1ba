/**
 * Lines of at most `width` characters, cut at spaces; a longer word stays whole. Lines that begin
 * with spaces are tables or quotations and stay as they are.
 */
export const wrapWords = (text: string, width: number): string[] => {
  if (text.startsWith(" ")) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
};
