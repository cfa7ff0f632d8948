// One message: who, when, what, and what one can do with it.

import { confirmed } from "./dialogs.js";
import { attempt, liveCard, point, toast } from "./doing.js";
import { avatar, button, el, emoji, icon, iconButton, words } from "./draw.js";
import { openMenu } from "./menu.js";
import { fileAddress } from "./net.js";
import { rich } from "./rich.js";
import { authorName, clock, isDirect, lately, mentionable, moment, person, state, t } from "./state.js";

const REACTIONS = ["✅", "👍"];

/** Draws a message. `thread(message)` opens its thread; without it the message stands in one. */
export function drawMessage(message, { thread } = {}) {
  const author = person(message.author);
  const mine = message.author === state.me;
  const node = el(
    "li",
    { class: `message ${message.private ? "private" : ""} ${message.author ? "" : "from-bot"}`, data: { id: message.id }, tabindex: "-1" },
    avatar(message.author ? author ?? { name: message.author, user: message.author } : null),
    el(
      "div",
      { class: "body" },
      message.private && el("p", { class: "only" }, icon("lock"), t("only_you")),
      heading(message, author),
      content(message),
      files(message),
      reactions(message),
      thread && message.replies && threadLink(message, thread),
    ),
  );
  if (!message.removed) node.append(tools(message, node, thread, mine));
  return node;
}

function heading(message, author) {
  return el(
    "div",
    { class: "heading" },
    el("b", { class: "author", dir: "auto" }, authorName(message.author)),
    message.author ? author?.organisation && el("span", { class: "from" }, author.organisation) : el("span", { class: "tag" }, t("app")),
    el("time", { datetime: message.at, title: moment(message.at) }, clock(message.at)),
    message.edited && el("span", { class: "from" }, `(${t("edited")})`),
  );
}

function content(message) {
  if (message.removed) return el("p", { class: "text subtle" }, t("removed"));
  if (message.card) return liveCard(message.card, { channel: message.channel, thread: message.thread, message: message.id });
  const command = message.text.startsWith("/");
  if (command) return el("p", { class: "text said command", dir: "auto" }, words(message.text, mentionable()));
  return el("div", { class: "said" }, rich(message.blocks, mentionable()));
}

function files(message) {
  if (message.removed || !message.files?.length) return null;
  return el(
    "ul",
    { class: "files" },
    message.files.map(({ id, name, shown }) => {
      const href = fileAddress(state.me, id);
      const label = name || t("file");
      return el("li", {}, el("a", { href, target: "_blank", rel: "noopener" }, shown ? el("img", { src: href, alt: label, loading: "lazy" }) : label));
    }),
  );
}

function reactions(message) {
  const given = Object.entries(message.reactions);
  if (!given.length) return null;
  return el(
    "div",
    { class: "reactions" },
    given.map(([sign, users]) => {
      const mine = users.includes(state.me);
      const label = t("reacted", { emoji: sign, names: users.map(authorName).join(", ") });
      const toggle = () => react(message, sign);
      return button("", { class: "reaction", "aria-pressed": String(mine), "aria-label": label, title: label, on: { click: toggle } }, emoji(sign), String(users.length));
    }),
  );
}

function react(message, sign) {
  const added = !(message.reactions[sign] ?? []).includes(state.me);
  return attempt("react", { message: message.id, emoji: sign, added });
}

function threadLink(message, thread) {
  const { count, at, authors } = message.replies;
  const label = count === 1 ? t("reply_one") : t("reply_many", { n: count });
  return button(
    "",
    { class: "thread-link", on: { click: () => thread(message) } },
    el("span", { class: "faces" }, authors.map((user) => avatar(user ? person(user) : null, "tiny", { spoken: true }))),
    el("b", {}, label),
    el("span", { class: "from" }, t("last_reply", { when: lately(at) })),
  );
}

function tools(message, node, thread, mine) {
  const share = !message.private;
  const more = iconButton("more", t("more"), { "aria-haspopup": "menu", "aria-expanded": "false", tabindex: "-1", class: "more" });
  more.addEventListener("click", () => openMenu(more, t("more"), entries(message, node, thread, mine)));
  return el(
    "div",
    { class: "tools" },
    share &&
      REACTIONS.map((sign) =>
        button("", { class: "quiet", tabindex: "-1", "aria-label": t("react", { emoji: sign }), title: t("react", { emoji: sign }), on: { click: () => react(message, sign) } }, emoji(sign)),
      ),
    share && thread && iconButton("reply", t("reply"), { tabindex: "-1", on: { click: () => thread(message) } }),
    (share || mine) && more,
  );
}

function entries(message, node, thread, mine) {
  const plain = mine && !message.card && !message.private;
  return [
    ...(message.private ? [] : REACTIONS.map((sign) => ({ icon: sign === "✅" ? "check" : "thumb", label: t("react", { emoji: sign }), run: () => react(message, sign) }))),
    !message.private && thread && { icon: "reply", label: t("reply"), run: () => thread(message) },
    null,
    { icon: "ask", label: t("ask_network"), run: () => point(message, "questions.write") },
    { icon: "save", label: t("save_solution"), run: () => point(message, "solutions.write") },
    { icon: "flag", label: t("raise_issue"), run: () => point(message, "issues.raise") },
    null,
    { icon: "link", label: t("copy_link"), run: () => copyLink(message) },
    plain && { icon: "edit", label: t("edit"), run: () => edit(message, node) },
    mine && { icon: "trash", label: t("delete"), danger: true, run: () => remove(message) },
  ].filter((entry) => entry !== false && entry !== undefined);
}

async function copyLink(message) {
  await navigator.clipboard.writeText(`${location.origin}/#${message.channel}/${message.id}`);
  toast(t("copied"));
}

async function remove(message) {
  if (await confirmed(t("delete_sure"), t("delete"), true)) await attempt("remove", { message: message.id });
}

/** In place of the text: a field, Save and Cancel. Escape leaves it as it was. */
function edit(message, node) {
  const said = node.querySelector(".said");
  const field = el("textarea", { rows: 3, dir: "auto", "aria-label": t("edit") });
  field.value = message.text;
  const done = () => {
    form.replaceWith(said);
    node.focus();
  };
  const save = async () => {
    if (field.value.trim() === message.text || (await attempt("edit", { message: message.id, text: field.value }))) done();
  };
  const form = el(
    "div",
    { class: "editing" },
    field,
    el("div", { class: "buttons" }, button(t("save"), { class: "primary", on: { click: save } }), button(t("cancel"), { class: "plain", on: { click: done } })),
  );
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") done();
    else if (event.key === "Enter" && !event.shiftKey && event.target === field) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  said.replaceWith(form);
  field.focus();
}

/** A message in one line, for a screen reader that is told of it. */
export const spoken = (message) => `${authorName(message.author)}: ${message.text.replace(/\s+/g, " ").slice(0, 240)}`;

export const emptyNote = (channel) => {
  const mention = `@${state.name}`;
  return isDirect(channel)
    ? [t("empty_direct"), t("empty_direct_hint", { verb: "/arena" })]
    : [t("empty_channel"), t("empty_channel_hint", { mention })];
};
