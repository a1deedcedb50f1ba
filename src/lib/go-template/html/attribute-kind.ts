/** What the value of an attribute may do: html/template escapes it accordingly. */
export type AttributeKind = "plain" | "url" | "style" | "script" | "srcset" | "html" | "unsafe";

const KINDS: Readonly<Record<Exclude<AttributeKind, "script">, string>> = {
  plain:
    "accept alt autocomplete autofocus autoplay border checked class cols colspan contenteditable contextmenu " +
    "controls coords datetime default dir dirname disabled draggable dropzone for formtarget headers height " +
    "hidden high hreflang id ismap kind label lang list loop low max maxlength media mediagroup min multiple " +
    "name open optimum placeholder preload pubdate radiogroup readonly required reversed rows rowspan " +
    "spellcheck scope scoped seamless selected shape size sizes span srclang start step tabindex target title " +
    "width wrap",
  unsafe:
    "accept-charset async challenge charset content crossorigin defer enctype form formenctype formmethod " +
    "formnovalidate http-equiv keytype language method novalidate pattern rel sandbox type value",
  url:
    "action archive background cite classid codebase data formaction href icon longdesc manifest poster " +
    "profile src usemap xmlns",
  style: "style",
  srcset: "srcset",
  html: "srcdoc",
};

const KNOWN = new Map<string, AttributeKind>();
for (const kind of ["plain", "unsafe", "url", "style", "srcset", "html"] as const) {
  for (const name of KINDS[kind].split(" ")) KNOWN.set(name, kind);
}

/** The kind that html/template takes an attribute for, by its name in small letters. */
export const attributeKind = (name: string): AttributeKind => {
  const colon = name.indexOf(":");
  if (!name.startsWith("data-") && name.slice(0, Math.max(colon, 0)) === "xmlns") return "url";
  const plain = name.startsWith("data-") ? name.slice(5) : name.slice(colon + 1);
  const known = KNOWN.get(plain);
  if (known !== undefined) return known;
  if (plain.startsWith("on")) return "script";
  return /src|uri|url/.test(plain) ? "url" : "plain";
};
