// Cards, drawn part by part. Everything in a card is plain text, but for what members wrote.

import { button, el, iconButton, outside, words } from "./draw.js";
import { openMenu } from "./menu.js";
import { rich } from "./rich.js";
import { mentionable, state, t } from "./state.js";

const PARTS = {
  Text: (part) => el("p", { class: `text ${part.style ?? ""}`, dir: "auto" }, words(part.text, mentionable())),
  Quote: (part) =>
    el("blockquote", {}, rich(part.blocks ?? [{ runs: [{ text: part.text }] }], mentionable()), part.by && el("footer", {}, `– ${part.by}`)),
  Facts: (part) => el("dl", {}, part.rows.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", { dir: "auto" }, words(value))))),
  Item: (part, press) =>
    el(
      "section",
      { class: "item" },
      el("h3", { dir: "auto" }, part.title),
      part.blocks ? rich(part.blocks) : part.text && el("p", { class: "text", dir: "auto" }, words(part.text)),
      part.note && el("p", { class: "text subtle", dir: "auto" }, words(part.note)),
      (part.buttons?.length || part.more?.length) && row(part.buttons ?? [], part.more, press),
    ),
  Rule: () => el("hr"),
  Mentions: (part) =>
    el(
      "p",
      { class: "text" },
      words(part.text ? `${part.text} ` : ""),
      part.people.flatMap(([user, name]) => [el("b", { class: user === state.me ? "mention mine" : "mention" }, `@${name}`), " "]),
    ),
  Buttons: (part, press) => row(part.row, part.more, press),
};

/** A card; `press(button, element)` is called for a button that does something. */
export function card(data, press) {
  const parts = (data.parts ?? []).map((part) => PARTS[part.type]?.(part, press));
  return el("div", { class: "card" }, data.title && el("h2", { dir: "auto" }, data.title), parts);
}

/** Buttons beside each other; those that the bot put behind ⋯ stand in its menu. */
const row = (buttons, more, press) =>
  el("div", { class: "buttons" }, buttons.map((one) => control(one, press)), more?.length && others(more, press));

function others(buttons, press) {
  const opener = iconButton("more", t("more_buttons"), { "aria-haspopup": "menu", "aria-expanded": "false" });
  const entries = buttons.map((one) => ({ label: one.label, danger: one.style === "danger", run: () => (one.url ? follow(one) : press(one, opener)) }));
  opener.addEventListener("click", () => openMenu(opener, t("more_buttons"), entries));
  return opener;
}

const follow = (one) => link(one)?.click();

function control(one, press) {
  if (one.url) return link(one);
  const node = button(one.label, { class: one.style || "plain", data: { do: one.do, value: one.value ?? "" } });
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-disabled")) return;
    node.setAttribute("aria-disabled", "true"); // `disabled` would take the focus away
    try {
      await press(one, node);
    } finally {
      node.removeAttribute("aria-disabled");
    }
  });
  return node;
}

/** A link button leads to a place on this page, or out of it over http(s); anything else is no link. */
function link(one) {
  if (!URL.canParse(one.url, location.href)) return null;
  const url = new URL(one.url, location.href);
  if (!["http:", "https:"].includes(url.protocol)) return null;
  const style = `button ${one.style || "plain"}`;
  if (url.origin === location.origin && url.pathname === "/" && url.hash) return el("a", { class: style, href: url.hash }, one.label);
  const node = outside(url.href, one.label);
  node.className = style;
  return node;
}
