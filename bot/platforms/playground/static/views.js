// What fills the middle of the page: a channel, the bot's home page, or what a search found.

import { composer } from "./composer.js";
import { drawDay, drawHeadMenu } from "./days.js";
import { attempt, follow, liveCard, toast } from "./doing.js";
import { avatar, button, el, icon, iconButton } from "./draw.js";
import { Library } from "./library.js";
import { openMenu } from "./menu.js";
import { emptyNote } from "./messages.js";
import { get } from "./net.js";
import { drawIdentity } from "./sidebar.js";
import { channelOf, direct, isDirect, placeName, state, t } from "./state.js";
import { Timeline } from "./timeline.js";

const menuButton = (openDrawer) => iconButton("menu", t("menu"), { class: "only-narrow", on: { click: openDrawer } });

/** `here` is what the channel has in its head; on a phone it is an entry of the one menu there. */
function top({ openDrawer, become }, sign, title, under, here) {
  const titles = el("div", { class: "titles" }, el("h1", {}, title), under && el("p", { dir: "auto" }, under));
  return el("header", { class: "top" }, menuButton(openDrawer), sign, titles, here?.node, drawDay(), drawHeadMenu(here?.entries), drawIdentity(become));
}

/** Put another head in place of one, and leave the focus where it was. */
function replaceHead(head, ...nodes) {
  const at = [...head.querySelectorAll("button")].indexOf(document.activeElement);
  head.replaceChildren(...nodes);
  if (at >= 0) head.querySelectorAll("button")[at]?.focus();
}

/** One channel, or the direct chat. Knows its timeline, and reads what is older or linked to. */
export class ChannelView {
  constructor(page, channel) {
    this.page = page;
    this.channel = channel;
    const [line, hint] = emptyNote(channel);
    const empty = [avatar(null, "large"), el("p", {}, el("b", {}, line)), el("p", {}, hint)];
    this.timeline = new Timeline(t("messages", { place: placeName(channel) }), { thread: (message) => page.openThread(message.id), empty, older: () => this.older() });
    this.composer = composer(t("write_to", { place: placeName(channel) }), channel, (text, files) => this.send(text, files));
    this.head = el("div");
    this.node = el("div", { class: "view" }, this.head, this.timeline.node, this.composer.node);
    this.describe();
  }

  get focus() {
    return this.composer.field;
  }

  /** The head depends on what the channel is now: its topics, and whether the bot is in it. */
  describe() {
    const here = channelOf(this.channel);
    const chat = isDirect(this.channel);
    const sign = chat ? avatar(null) : el("span", { class: "hash", "aria-hidden": "true" }, "#");
    const about = chat ? t("direct") : [here?.topics?.join(" · "), here?.purpose].filter(Boolean).join(" – ");
    const inOut = !chat && here && (here.bot ? this.member() : null);
    const bar = !chat && here && !here.bot && el("div", { class: "notice" }, el("span", {}, t("bot_not_here")), button(t("invite"), { class: "primary", on: { click: () => this.invite(true) } }));
    replaceHead(this.head, top(this.page, sign, chat ? state.name : this.channel, about, inOut), ...(bar ? [bar] : []));
  }

  member() {
    const entries = [{ icon: "close", label: t("take_out"), run: () => this.invite(false) }];
    const attributes = { class: "here unless-narrow", "aria-label": t("bot_here"), "aria-haspopup": "menu", "aria-expanded": "false" };
    const node = button("", attributes, avatar(null, "tiny"), el("span", {}, t("bot_here")), icon("more"));
    node.addEventListener("click", () => openMenu(node, t("bot_here"), entries));
    return { node, entries };
  }

  async invite(added) {
    const answer = await attempt("invite", { channel: this.channel, added });
    if (answer) await follow(answer, { channel: this.channel });
  }

  async load(around = "") {
    const found = await this.timeline.fill(get("messages", { as: state.me, channel: this.channel, ...(around ? { around } : {}) }));
    this.timeline.older.hidden = !found.more;
    return found;
  }

  async older() {
    const found = await get("messages", { as: state.me, channel: this.channel, before: this.timeline.oldest });
    this.timeline.load(found.messages, { keep: true });
    this.timeline.older.hidden = !found.more;
  }

  async send(text, files) {
    const answer = await attempt("write", { channel: this.channel, text, files });
    if (!answer) return false;
    if (answer.absent) toast(t("bot_not_here"));
    await follow(answer, { channel: this.channel });
    return true;
  }
}

/** A thread beside its channel. */
export class ThreadView {
  constructor(page, channel, root) {
    this.page = page;
    this.channel = channel;
    this.root = root;
    this.timeline = new Timeline(t("thread"), { empty: [el("p", {}, t("empty_thread"))] });
    this.composer = composer(t("write_reply"), `${channel}/${root}`, (text, files) => this.send(text, files));
    const close = iconButton("close", t("close"), { on: { click: () => page.closeThread() } });
    const titles = el("div", { class: "titles" }, el("h2", {}, t("thread")), el("p", {}, placeName(channel)));
    this.node = el("div", { class: "view" }, el("header", { class: "top" }, titles, close), this.timeline.node, this.composer.node);
  }

  async load() {
    await this.timeline.fill(get("thread", { as: state.me, root: this.root }));
  }

  async send(text, files) {
    const answer = await attempt("write", { channel: this.channel, thread: this.root, text, files });
    if (!answer) return false;
    if (answer.absent) toast(t("bot_not_here"));
    await follow(answer, { channel: this.channel, thread: this.root });
    return true;
  }
}

/** The bot's home page for this person: a card of its own, asked for each time. */
export class HomeView {
  constructor(page) {
    this.page = page;
    this.body = el("div", { class: "page-card", "aria-live": "polite" });
    this.head = el("div");
    this.node = el("div", { class: "view" }, this.head, el("div", { class: "scroller" }, this.body));
    this.describe();
  }

  describe() {
    replaceHead(this.head, top(this.page, el("span", { class: "hash", "aria-hidden": "true" }, icon("home")), t("home"), state.name));
  }

  async load() {
    const answer = await attempt("home", {});
    if (answer?.card) this.body.replaceChildren(liveCard(answer.card, { channel: direct(), aside: true }));
  }
}

/** Search as one types; what comes late for an older text is dropped. */
export class SearchView {
  constructor(page) {
    this.page = page;
    this.title = el("span", { dir: "auto" }, t("find"));
    this.body = el("div", { class: "page-card", "aria-live": "polite" });
    this.head = el("div");
    this.node = el("div", { class: "view" }, this.head, el("div", { class: "scroller" }, this.body));
    this.describe();
  }

  describe() {
    replaceHead(this.head, top(this.page, el("span", { class: "hash", "aria-hidden": "true" }, icon("search")), this.title));
  }

  async find(text) {
    this.text = text;
    this.title.textContent = t("results", { text });
    const answer = await attempt("search", { text });
    if (!answer || this.text !== text) return;
    this.body.replaceChildren(answer.card ? liveCard(answer.card, { channel: direct(), aside: true }) : el("p", { class: "text subtle" }, t("no_results")));
  }

  load() {}
}

/** All solutions, to look around in. */
export class LibraryView {
  constructor(page) {
    this.page = page;
    this.library = new Library();
    this.head = el("div");
    this.node = el("div", { class: "view" }, this.head, el("div", { class: "scroller" }, this.library.node));
    this.describe();
  }

  describe() {
    replaceHead(this.head, top(this.page, el("span", { class: "hash", "aria-hidden": "true" }, icon("save")), t("library")));
  }

  load() {
    return this.library.load();
  }
}

const VIEWS = { "~home": HomeView, "~find": SearchView, "~library": LibraryView };
/** What stands at this address: a channel, unless it is one of the page's own. */
export const viewAt = (page, id) => (VIEWS[id] ? new VIEWS[id](page) : new ChannelView(page, id));
