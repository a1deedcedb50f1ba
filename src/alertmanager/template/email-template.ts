const FONT = "font-family: 'Helvetica Neue', Helvetica, Arial, sans-serif; box-sizing: border-box;";
const PLAIN = `margin: 0; ${FONT} font-size: 14px;`;
const TOP = "vertical-align: top;";

/** A tag with its style, and other attributes before and after it. */
const tag = (name: string, style: string, { before = "", after = "" } = {}): string =>
  `<${name}${before} style="${style}"${after}>`;

const BREAK = tag("br", PLAIN);
const ROW = tag("tr", PLAIN);
const EDGE = `${tag("td", `${PLAIN} ${TOP}`, { after: ' valign="top"' })}</td>`;
const BLOCK = tag("td", `${PLAIN} ${TOP} padding: 0 0 20px;`, {
  before: ' class="content-block"',
  after: ' valign="top"',
});
const strong = (text: string): string => `${tag("strong", PLAIN)}${text}</strong>`;

/** Lines of markup, each with its distance from the left. */
type Line = readonly [indent: number, markup: string];

const indented = (lines: readonly Line[]): string =>
  lines.map(([indent, markup]) => `${" ".repeat(indent)}${markup}\n`).join("");

const HEAD = `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
${tag("html", PLAIN, { before: ' xmlns="http://www.w3.org/1999/xhtml"' })}
<head>
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>{{ template "__subject" . }}</title>
`;

/** The rules for small screens: a selector and its declarations. */
const SMALL_SCREEN: readonly (readonly [selector: string, ...declarations: string[]])[] = [
  ["body", "padding: 0 !important;"],
  ["h1,\nh2,\nh3,\nh4", "font-weight: 800 !important;", "margin: 20px 0 5px !important;"],
  ["h1", "font-size: 22px !important;"],
  ["h2", "font-size: 18px !important;"],
  ["h3", "font-size: 16px !important;"],
  [".container", "padding: 0 !important;", "width: 100% !important;"],
  [".content", "padding: 0 !important;"],
  [".content-wrap", "padding: 10px !important;"],
  [".invoice", "width: 100% !important;"],
];

const STYLE = `<style>\n@media only screen and (max-width: 640px) {\n${SMALL_SCREEN.map(
  ([selector, ...declarations]) =>
    `  ${selector} {\n${declarations.map((line) => `    ${line}\n`).join("")}  }\n`,
).join("\n")}}\n</style>\n</head>\n\n`;

const BODY = tag(
  "body",
  `${PLAIN} -webkit-font-smoothing: antialiased; -webkit-text-size-adjust: none; height: 100%; line-height: 1.6em; background-color: #f6f6f6; width: 100%;`,
  { before: ' itemscope itemtype="http://schema.org/EmailMessage"' },
);

const WRAP = tag("table", `${PLAIN} background-color: #f6f6f6; width: 100%;`, {
  before: ' class="body-wrap"',
  after: ' width="100%" bgcolor="#f6f6f6"',
});
const CONTAINER = tag(
  "td",
  `${FONT} font-size: 14px; ${TOP} display: block; max-width: 600px; margin: 0 auto; clear: both;`,
  { before: ' class="container" width="600"', after: ' valign="top"' },
);
const CONTENT = tag(
  "div",
  `${FONT} font-size: 14px; max-width: 600px; margin: 0 auto; display: block; padding: 20px;`,
  { before: ' class="content"' },
);
const MAIN = tag(
  "table",
  `${PLAIN} background-color: #fff; border: 1px solid #e9e9e9; border-radius: 3px;`,
  {
    before: ' class="main" width="100%" cellpadding="0" cellspacing="0"',
    after: ' bgcolor="#fff"',
  },
);
const banner = (kind: string, color: string): string =>
  tag(
    "td",
    `margin: 0; ${FONT} ${TOP} font-size: 16px; color: #fff; font-weight: 500; padding: 20px; text-align: center; border-radius: 3px 3px 0 0; background-color: ${color};`,
    {
      before: ` class="alert alert-${kind}"`,
      after: ` valign="top" align="center" bgcolor="${color}"`,
    },
  );
const INNER = tag("td", `${PLAIN} ${TOP} padding: 30px;`, {
  before: ' class="content-wrap"',
  after: ' valign="top"',
});
const BARE_TABLE = tag("table", PLAIN, { before: ' width="100%" cellpadding="0" cellspacing="0"' });
const BUTTON = tag(
  "a",
  `${PLAIN} text-decoration: none; color: #FFF; background-color: #348eda; border: solid #348eda; border-width: 10px 20px; line-height: 2em; font-weight: bold; text-align: center; cursor: pointer; display: inline-block; border-radius: 5px; text-transform: capitalize;`,
  { before: ' href="{{ template "__alertmanagerURL" . }}" class="btn-primary"' },
);
const SOURCE = tag("a", `${PLAIN} color: #348eda; text-decoration: underline;`, {
  before: ' href="{{ .GeneratorURL }}"',
});
const FOOTER = tag("div", `${PLAIN} width: 100%; clear: both; color: #999; padding: 20px;`, {
  before: ' class="footer"',
});
const SENDER_CELL = tag(
  "td",
  `margin: 0; ${FONT} ${TOP} padding: 0 0 20px; text-align: center; color: #999; font-size: 12px;`,
  { before: ' class="aligncenter content-block"', after: ' valign="top" align="center"' },
);
const SENDER = tag(
  "a",
  `margin: 0; ${FONT} text-decoration: underline; color: #999; font-size: 12px;`,
  { before: ' href="{{ .ExternalURL }}"' },
);

const blockRow = (lines: readonly string[]): readonly Line[] => [
  [16, ROW],
  [18, BLOCK],
  ...lines.map((line): Line => [20, line]),
  [18, "</td>"],
  [16, "</tr>"],
];

type Which = "Firing" | "Resolved";

const countRow = (which: Which): readonly Line[] =>
  blockRow([strong(`[{{ .Alerts.${which} | len }}] ${which}`)]);

const pairs = (of: "Labels" | "Annotations"): string =>
  `{{ range .${of}.SortedPairs }}{{ .Name }} = {{ .Value }}${BREAK}{{ end }}`;

const alertRows = (which: Which): readonly Line[] => [
  [16, `{{ range .Alerts.${which} }}`],
  ...blockRow([
    `${strong("Labels")}${BREAK}`,
    pairs("Labels"),
    `{{ if gt (len .Annotations) 0 }}${strong("Annotations")}${BREAK}{{ end }}`,
    pairs("Annotations"),
    `${SOURCE}Source</a>${BREAK}`,
  ]),
  [16, "{{ end }}"],
];

/** `space` stands at the end of one of its lines. */
const heading = (cell: string, space = ""): readonly Line[] => [
  [12, cell],
  [
    14,
    "{{ .Alerts | len }} alert{{ if gt (len .Alerts) 1 }}s{{ end }} for {{ range .GroupLabels.SortedPairs }}",
  ],
  [16, `{{ .Name }}={{ .Value }}${space}`],
  [14, "{{ end }}"],
  [12, "</td>"],
];

const HEADING: readonly Line[] = [
  [12, "{{ if gt (len .Alerts.Firing) 0 }}"],
  ...heading(banner("warning", "#E6522C")),
  [12, "{{ else }}"],
  ...heading(banner("good", "#68B90F"), " "),
  [12, "{{ end }}"],
];

const ALERTS: readonly Line[] = [
  ...blockRow([`${BUTTON}View in {{ template "__alertmanager" . }}</a>`]),
  [16, "{{ if gt (len .Alerts.Firing) 0 }}"],
  ...countRow("Firing"),
  [16, "{{ end }}"],
  ...alertRows("Firing"),
  [0, ""],
  [16, "{{ if gt (len .Alerts.Resolved) 0 }}"],
  [18, "{{ if gt (len .Alerts.Firing) 0 }}"],
  ...blockRow([BREAK, tag("hr", PLAIN), BREAK]),
  [18, "{{ end }}"],
  ...countRow("Resolved"),
  [16, "{{ end }}"],
  ...alertRows("Resolved"),
];

const PAGE: readonly Line[] = [
  [0, BODY],
  [0, ""],
  [0, WRAP],
  [2, ROW],
  [4, EDGE],
  [4, CONTAINER],
  [6, CONTENT],
  [8, MAIN],
  [10, ROW],
  ...HEADING,
  [10, "</tr>"],
  [10, ROW],
  [12, INNER],
  [14, BARE_TABLE],
  ...ALERTS,
  [14, "</table>"],
  [12, "</td>"],
  [10, "</tr>"],
  [8, "</table>"],
  [0, ""],
  [8, FOOTER],
  [10, tag("table", PLAIN, { before: ' width="100%"' })],
  [12, ROW],
  [14, `${SENDER_CELL}${SENDER}Sent by {{ template "__alertmanager" . }}</a></td>`],
  [12, "</tr>"],
  [10, "</table>"],
  [8, "</div></div>"],
  [4, "</td>"],
  [4, EDGE],
  [2, "</tr>"],
  [0, "</table>"],
  [0, ""],
  [0, "</body>"],
  [0, "</html>"],
];

/** The body of `email.default.html`: what mail programs show alike in every version of Alertmanager. */
export const EMAIL_HTML = `\n\n${HEAD}${STYLE}${indented(PAGE)}\n`;
