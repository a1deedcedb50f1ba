import { type Html, html } from "./html.ts";

/** The frame of every page. `refreshS`: load again after so many seconds. */
export const layout = (
  page: { title: string; refreshS?: number; signedIn: boolean },
  body: Html,
): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${page.refreshS === undefined ? null : html`<meta http-equiv="refresh" content="${page.refreshS}">`}
<title>${page.title} · Tocsin</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header>${page.signedIn ? html`<a href="/">Incidents</a>` : html`Tocsin`}</header>
<main>
${body}
</main>
</body>
</html>
`.markup;

/** Colour is for state alone: red when somebody must act and nobody has, amber when somebody is on it. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1c2126; --quiet: #5b6570; --line: #d8dde2; --back: #fff; --red: #b3261e; --amber: #8a5a00; --button: #1c4f8f; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ec; --quiet: #9aa5b0; --line: #353c44; --back: #14181c; --red: #ff8a80; --amber: #f0b84a; --button: #2f6fc4; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
header { padding: 12px 16px; border-bottom: 1px solid var(--line); color: var(--quiet); }
main { max-width: 960px; margin: 0 auto; padding: 16px; }
a { color: inherit; }
h1 { font-size: 24px; line-height: 1.25; margin: 8px 0; }
h2 { font-size: 16px; margin: 24px 0 8px; }
.quiet { color: var(--quiet); }
.triggered { color: var(--red); }
.acknowledged { color: var(--amber); }
table { width: 100%; border-collapse: collapse; }
td { text-align: left; vertical-align: top; padding: 8px 12px 8px 0; border-bottom: 1px solid var(--line); }
td:first-child { white-space: nowrap; }
ul { list-style: none; padding: 0; }
li { padding: 12px 0; border-bottom: 1px solid var(--line); }
li p { margin: 4px 0 0; }
form { margin: 16px 0; }
button { font: inherit; font-weight: 600; min-height: 48px; padding: 0 24px; border: 0; border-radius: 6px; color: #fff; background: var(--button); cursor: pointer; }
button.second { color: inherit; background: none; border: 1px solid var(--quiet); }
input, select { font: inherit; min-height: 48px; padding: 0 8px; color: inherit; background: var(--back); border: 1px solid var(--quiet); border-radius: 6px; }
label { display: block; margin-bottom: 8px; }
@media (max-width: 600px) { button, input, select { width: 100%; margin-bottom: 8px; } }
`;
