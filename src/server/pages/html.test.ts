import { expect, test } from "vitest";
import { html } from "./html.ts";

test("values are escaped, and markup of the tag's own making is not", () => {
  const inner = html`<b>${'<&">'}</b>`;
  expect(html`<p title="${"'"}">${inner}${1}${null}${[inner, inner]}</p>`.markup).toBe(
    '<p title="&#39;"><b>&lt;&amp;&quot;&gt;</b>1<b>&lt;&amp;&quot;&gt;</b><b>&lt;&amp;&quot;&gt;</b></p>',
  );
});
