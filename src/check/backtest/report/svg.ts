const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const escaped = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, " ").replaceAll(/[&<>"]/g, (found) => ESCAPES[found] ?? found);

type Attributes = Readonly<Record<string, string | number>>;

/** An element with its attributes; `inside` is SVG already. */
export const element = (name: string, attributes: Attributes, inside = ""): string => {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(value))}"`,
  );
  return `<${name}${written.join("")}>${inside}</${name}>`;
};

/** A word at a place; classes `quiet`, `end` and `middle` colour and align it. */
export const words = (text: string, at: { x: number; y: number; class?: string }): string =>
  element("text", at, escaped(text));

/** What appears when the pointer rests on an element. */
export const hint = (text: string): string => element("title", {}, escaped(text));

/** Colours of Okabe and Ito, which people tell apart who see colours differently; text and rules follow the theme. */
const STYLE = `
  svg { font: 13px system-ui, sans-serif; background: #fff; }
  text { fill: #222; font-variant-numeric: tabular-nums; }
  .title { font-weight: 600; font-size: 15px; }
  .quiet { fill: #666; }
  .end { text-anchor: end; }
  .middle { text-anchor: middle; }
  .rule { stroke: #ddd; }
  .night { fill: #f3f3f3; }
  .use { fill: #0072b2; }
  .useless { fill: #e69f00; }
  .small { font-size: 11px; }
  .now { fill: none; stroke: #222; stroke-width: 1.5; }
  .try { fill: none; stroke: #009e73; stroke-width: 2; stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    svg { background: #1a1b1e; }
    text { fill: #e6e6e6; }
    .quiet { fill: #a5a5a5; }
    .rule { stroke: #3a3a3a; }
    .night { fill: #24252a; }
    .use { fill: #56b4e9; }
    .now { stroke: #e6e6e6; }
  }
`;

/** A drawing of its own, with what it shows in words for those who cannot see it. */
export const drawing = (
  size: { width: number; height: number },
  says: string,
  inside: readonly string[],
): string => {
  const { width, height } = size;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-label": says,
  };
  return `${element("svg", attributes, `\n${[element("style", {}, STYLE), ...inside].join("\n")}\n`)}\n`;
};
