// The page: who one is, where one is, and what is heard while it is open.

import { showBeside, tellFrame } from "./beside.js";
import { drawChooser } from "./chooser.js";
import { attempt, onChange, toast } from "./doing.js";
import { narrow, setDrawer } from "./drawer.js";
import { live } from "./net.js";
import { drawPeople, drawPlaces, known, totalUnread } from "./sidebar.js";
import { direct, identity, inFrame, isDirect, placeName, refresh, state, t } from "./state.js";
import { HomeView, ThreadView, viewAt } from "./views.js";

const $ = (selector) => document.querySelector(selector);

class Page {
  constructor() {
    this.view = null;
    this.thread = null;
    this.here = "";
    this.search = { text: "", typed: (text, now) => this.searching(text, now) };
    this.silence = () => {};
    this.openDrawer = () => setDrawer(true);
  }

  async start() {
    const asked = new URLSearchParams(location.search);
    if (asked.get("beside") && !inFrame) return showBeside(asked.get("beside").split(","));
    const wanted = asked.get("as");
    if (wanted) {
      identity.set(wanted);
      history.replaceState(null, "", `/${location.hash}`);
    }
    onChange("language", () => this.again());
    onChange("home", () => this.view instanceof HomeView && this.view.load());
    onChange("frame", () => this.frame());
    onChange("day", () => this.renew());
    addEventListener("hashchange", () => this.go());
    document.addEventListener("visibilitychange", () => this.seen());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.escape(event));
    $("#shade").addEventListener("click", () => setDrawer(false));
    $("#skip").addEventListener("click", (event) => {
      event.preventDefault();
      ($("#main .message[tabindex='0']") ?? this.view?.focus ?? $("#main")).focus();
    });
    narrow.addEventListener("change", () => setDrawer(false));
    await refresh();
    $("#shell").hidden = false;
    await this.become(state.me);
  }

  /** This tab is somebody else from now on. */
  become = async (user) => {
    this.silence();
    if (user) identity.set(user);
    await refresh();
    tellFrame();
    document.body.classList.toggle("nobody", !state.me);
    if (!state.me) {
      $("#skip").hidden = true;
      $("#main").replaceChildren(drawChooser(this.become, () => this.become(null)));
      document.title = state.name;
      return;
    }
    const line = live(state.me, { heard: (said) => this.heard(said), lost: () => toast(t("offline")), again: () => this.again() });
    this.silence = line.silence;
    setDrawer(false);
    await line.opened;
    await this.again();
  };

  /** Everything anew: another person, another language, or something may have been missed. */
  async again() {
    await refresh();
    if (!state.me) return this.become(null); // who it was is no longer here
    $("#skip").textContent = t("skip");
    $("#skip").hidden = false;
    this.here = "";
    await this.go(true);
    this.frame();
  }

  frame() {
    drawPeople($("#people"), this.become);
    drawPlaces($("#places"), this.here, { search: this.search, gone: () => setDrawer(false) });
    this.view?.describe();
    const n = totalUnread();
    const name = this.here.startsWith("~") || !this.here ? "" : `${placeName(this.here)} · `;
    document.title = `${n ? `(${n}) ` : ""}${name}${state.name}`;
    $("#main").setAttribute("aria-label", `${name}${state.name}`);
    $("#log").setAttribute("aria-label", t("new_messages"));
  }

  /** Follow the address: #channel, #channel/message, #~home, #~find, #~library. */
  async go(same = false) {
    if (!state.me) return;
    const [place, message] = decodeURIComponent(location.hash.slice(1)).split("/");
    const id = !place || !known(place) || (isDirect(place) && place !== direct()) ? (place.startsWith("~") ? place : direct()) : place;
    if (!same) setDrawer(false); // drawn anew where one is, what was opened meanwhile stays open
    if (id !== this.here || message) {
      if (id !== this.here) this.closeThread(false);
      this.here = id;
      this.view = viewAt(this, id);
      $("#main").replaceChildren(this.view.node);
      this.frame();
      const found = await this.load(message);
      if (message && found?.root) await this.show(message, found.root);
      else if (!narrow.matches && !document.querySelector(".menu, dialog[open]")) this.view.focus?.focus({ preventScroll: true });
    }
    this.seen();
  }

  async load(message) {
    try {
      const found = await this.view.load(message);
      if (this.here === direct() && !found.messages.length) await attempt("arrive", {});
      if (this.here === "~find") await this.view.find(this.search.text);
      return found;
    } catch (error) {
      console.warn("load", error);
      toast(t("failed"));
      return null;
    }
  }

  /** A linked message: in its place, with its thread beside it when it is in one. */
  async show(message, root) {
    if (root !== message) await this.openThread(root);
    const node = document.querySelector(`[data-id="${message}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.focus();
    node.classList.add("linked");
  }

  async openThread(root) {
    this.thread = new ThreadView(this, this.here, root);
    this.before = document.activeElement;
    $("#side").hidden = false;
    $("#side").setAttribute("aria-label", t("thread"));
    $("#side").replaceChildren(this.thread.node);
    document.body.classList.add("threaded");
    try {
      await this.thread.load();
    } catch (error) {
      console.warn("thread", error);
      this.closeThread();
      toast(t("gone"));
      return;
    }
    this.thread.composer.field.focus();
    this.seen();
  }

  closeThread(focus = true) {
    if (!this.thread) return;
    const root = this.thread.root;
    this.thread = null;
    $("#side").hidden = true;
    $("#side").replaceChildren();
    document.body.classList.remove("threaded");
    if (focus) (document.querySelector(`#main [data-id="${root}"]`) ?? $("#main")).focus();
  }

  escape(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (document.body.classList.contains("drawn")) setDrawer(false);
    else if (this.thread && $("#side").contains(document.activeElement)) this.closeThread();
  }

  heard(said) {
    if (said.kind === "message") this.message(said.message);
    else if (said.kind === "removed") {
      this.view?.timeline?.remove(said.id);
      if (said.id === this.thread?.root) this.closeThread();
      else this.thread?.timeline.remove(said.id);
    } else if (said.kind === "waiting") this.count({ waiting: said.waiting });
    else if (said.kind === "unread") this.unread(said.unread);
    else this.later();
  }

  message(message) {
    if (message.channel === this.here && !message.thread) this.view.timeline?.put(message);
    const inThread = this.thread && [message.id, message.thread].includes(this.thread.root);
    if (inThread && message.channel === this.here) this.thread.timeline.put(message);
    if (message.author === state.me) return;
    if (this.visible(message)) this.seen();
    else this.later();
  }

  visible(message) {
    return !document.hidden && message.channel === this.here && (!message.thread || this.thread?.root === message.thread);
  }

  unread(counts) {
    for (const one of state.channels) one.unread = counts[one.id] ?? 0;
    for (const id of Object.keys(counts)) if (!state.channels.some((one) => one.id === id)) state.channels.push({ id, unread: counts[id], direct: true });
    this.frame();
  }

  count(change) {
    Object.assign(state, change);
    this.frame();
  }

  /** Counts and lists, once for many changes. */
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew(), 120);
  }

  /** The frame; on another day also what depends on which day it is. */
  async renew() {
    const before = state.day;
    await refresh();
    this.frame();
    if (state.day === before) return;
    this.view?.timeline?.draw();
    this.thread?.timeline.draw();
    if (this.view instanceof HomeView) await this.view.load();
  }

  /** What is on the screen has been read. */
  seen() {
    if (document.hidden || !this.view?.timeline) return;
    this.read(this.here, "", this.view.timeline.newest);
    if (this.thread) this.read(this.here, this.thread.root, this.thread.timeline.newest);
  }

  read(channel, thread, message) {
    const key = `${state.me} ${channel} ${thread}`;
    this.upto ??= new Map();
    if (!message || (this.upto.get(key) ?? "") >= message) return;
    this.upto.set(key, message);
    attempt("read", { channel, thread, message });
  }

  searching(text, now = false) {
    this.search.text = text;
    clearTimeout(this.pause);
    if (text.trim().length < 2) return;
    this.pause = setTimeout(async () => {
      if (this.here === "~find") await this.view.find(text);
      else location.hash = "#~find";
    }, now ? 0 : 250);
  }
}

await new Page().start();
