// Where one can go and who one can be.

import { openForm } from "./dialogs.js";
import { attempt } from "./doing.js";
import { avatar, button, el, icon, iconButton, initialsOf } from "./draw.js";
import { openMenu } from "./menu.js";
import { act } from "./net.js";
import { describe, direct, isDirect, LANGUAGES, me, state, t } from "./state.js";

/** The row of people: one click, and this tab is somebody else. They are links, so that another tab can be another person. */
export function drawPeople(node, choose) {
  node.setAttribute("aria-label", t("people"));
  const faces = state.people.map((one) => {
    const waiting = state.waiting[one.user];
    const roles = describe(one);
    const name = `${one.name} (${initialsOf(one)})`;
    const label = [one.user === state.me ? t("now", { name }) : t("be", { name }), one.organisation, roles];
    if (waiting) label.push(t("waiting", { name: one.name }));
    return el(
      "a",
      {
        class: "face", href: `/?as=${encodeURIComponent(one.user)}`, "aria-current": one.user === state.me ? "true" : null,
        "aria-label": label.filter(Boolean).join(", "), on: { click: (event) => plainClick(event) && choose(one.user) },
      },
      avatar(one),
      waiting && el("span", { class: "dot", "aria-hidden": "true" }),
      el("span", { class: "tip", "aria-hidden": "true" }, el("b", {}, one.name), el("span", {}, one.organisation), roles && el("span", {}, roles)),
    );
  });
  node.replaceChildren(el("div", { class: "faces-list" }, faces), iconButton("plus", t("new_person"), { class: "add", on: { click: () => addPerson(choose) } }));
}

function plainClick(event) {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  event.preventDefault();
  return true;
}

export function drawPlaces(node, here, { search, gone }) {
  const channels = state.channels.filter((one) => !one.direct);
  const unread = (id) => state.channels.find((one) => one.id === id)?.unread ?? 0;
  node.setAttribute("aria-label", t("places"));
  const find = el("input", { type: "search", "aria-label": t("find"), placeholder: t("find"), value: search.text });
  find.addEventListener("input", () => search.typed(find.value));
  const searching = el("form", { class: "search", role: "search", "aria-label": t("find"), on: { submit: (event) => { event.preventDefault(); search.typed(find.value, true); } } }, icon("search"), find);
  const fresh = el(
    "div",
    { class: "places-inner" },
    el("header", {}, el("span", { class: "brand" }, state.name), el("span", { class: "tag" }, t("playground")), iconButton("close", t("close"), { class: "only-narrow", on: { click: gone } })),
    searching,
    el("ul", {}, place("~home", "home", t("home"), 0, here), place(direct(), "chat", t("direct"), unread(direct()), here), place("~library", "save", t("library"), 0, here)),
    el("div", { class: "list-title" }, el("span", { id: "channels-title" }, t("channels")), totalUnread() ? iconButton("check", t("read_all"), { class: "read-all", on: { click: () => attempt("readall", {}) } }) : null, iconButton("plus", t("new_channel"), { on: { click: addChannel } })),
    el("ul", { "aria-labelledby": "channels-title" }, channels.map((one) => place(one.id, "hash", one.id, one.unread, here))),
    profile(),
  );
  const typing = node.contains(document.activeElement) && document.activeElement.type === "search";
  node.replaceChildren(fresh);
  if (typing) find.focus();
}

function place(id, sign, label, unread, here) {
  const count = unread ? el("span", { class: "badge" }, String(unread), el("span", { class: "unseen" }, ` ${t("unread", { n: "" }).trim()}`)) : null;
  return el("li", {}, el("a", { href: `#${id}`, class: unread ? "place new" : "place", "aria-current": id === here ? "page" : null }, icon(sign), el("span", { class: "label" }, label), count));
}

function profile() {
  const one = me();
  return el(
    "div",
    { class: "profile" },
    avatar(one),
    el("div", {}, el("b", {}, one.name), one.organisation ? el("span", { class: "from" }, one.organisation) : null, el("span", { class: "from" }, describe(one))),
  );
}

/** In the head of every view: who one is, and the way to be somebody else. */
export function drawIdentity(choose) {
  const one = me();
  const names = [el("span", { class: "unless-narrow" }, one.name), el("span", { class: "if-narrow" }, one.name.split(/\s+/)[0])];
  const node = button("", { class: "identity", "aria-haspopup": "menu", "aria-expanded": "false" }, avatar(one, "tiny", { spoken: true }), el("b", {}, names), el("span", { class: "change" }, t("change")));
  node.addEventListener("click", () => openMenu(node, t("who"), [...state.people.map((other) => choice(other, choose)), null, { icon: "plus", label: t("new_person"), run: () => addPerson(choose) }]));
  return node;
}

function choice(one, choose) {
  const current = one.user === state.me;
  const waiting = state.waiting[one.user] && !current && t("waiting", { name: one.name });
  return { picture: avatar(one, "tiny", { spoken: true }), label: one.name, under: [one.organisation, waiting].filter(Boolean).join(" · "), current, run: () => choose(one.user) };
}

export function addPerson(choose) {
  const fields = [
    { name: "name", label: t("name"), kind: "line", most: 200 },
    { name: "language", label: t("language"), kind: "choice", value: state.language, options: LANGUAGES },
  ];
  openForm({ title: t("new_person"), submit: t("add"), fields }, async (values) => {
    const answer = await act(null, "join", values).catch(() => null);
    if (!answer) return { failed: t("failed") };
    await choose(answer.user);
    return {};
  });
}

function addChannel() {
  const fields = [
    { name: "channel", label: t("channel_name"), kind: "line", hint: t("channel_hint"), most: 60 },
    { name: "purpose", label: t("purpose"), kind: "line", required: false, most: 250 },
  ];
  openForm({ title: t("new_channel"), submit: t("add"), fields }, async (values) => {
    const channel = values.channel.replace(/^#/, "").toLocaleLowerCase().replace(/\s+/g, "-");
    if (!/^[a-z0-9æøå][a-z0-9æøå-]*$/.test(channel)) return { errors: { channel: t("channel_hint") } };
    const answer = await attempt("channel", { ...values, channel });
    if (!answer) return { failed: t("failed") };
    location.hash = `#${channel}`;
    return {};
  });
}

export const totalUnread = () => state.channels.reduce((sum, one) => sum + (one.unread ?? 0), 0);
export const known = (id) => isDirect(id) || state.channels.some((one) => one.id === id);
