import { html } from "./html.ts";
import { layout } from "./layout.ts";

/** A page that says one thing and what to do about it. */
export const messagePage = (title: string, text: string): string =>
  layout({ title, signedIn: false }, html`<h1>${title}</h1><p>${text}</p>`);

export const signInPage = (view: { next: string; refused: boolean }): string =>
  layout(
    { title: "Sign in", signedIn: false },
    html`<h1>Sign in</h1>
${view.refused ? html`<p role="alert">This is not an API token of this server.</p>` : null}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${view.next}">
<label>API token <input name="token" type="password" required autocomplete="current-password"></label>
<button>Sign in</button>
</form>
<p class="quiet">The token was printed when Tocsin started for the first time.</p>`,
  );
