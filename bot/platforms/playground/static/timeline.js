// A list of messages that keeps itself in order, keeps the focus and the place one reads at, and tells what is new.

import { button, el, icon } from "./draw.js";
import { drawMessage, spoken } from "./messages.js";
import { day, state, t } from "./state.js";

const NEAR = 90; // pixels from the end that still count as reading the newest
const TOGETHER = 5 * 60 * 1000; // messages of one author within this time share a heading

export class Timeline {
  /** `thread`: opens the thread of a message. `empty`: an element shown while there is none. */
  constructor(label, { thread, empty, older } = {}) {
    this.options = { thread };
    this.messages = new Map();
    /** For each `fill` under way, what is told meanwhile: the message, or null for one that is gone. */
    this.filling = new Set();
    this.drawn = new Map();
    this.list = el("ol", { class: "timeline", role: "list", "aria-label": label });
    this.older = older && button(t("older"), { class: "plain older", hidden: true, on: { click: older } });
    this.empty = el("div", { class: "empty", hidden: true }, empty);
    this.down = button("", { class: "down", hidden: true, "aria-label": t("to_newest"), title: t("to_newest"), on: { click: () => this.end() } }, icon("down"));
    this.box = el("div", { class: "scroller" }, this.older, this.empty, this.list);
    this.node = el("div", { class: "timeline-box" }, this.box, this.down);
    this.box.addEventListener("scroll", () => {
      if (this.near) this.down.hidden = true;
    });
    this.list.addEventListener("keydown", (event) => this.move(event));
    this.list.addEventListener("focusin", (event) => this.enter(event.target.closest(".message")));
  }

  get near() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR;
  }

  get newest() {
    return [...this.messages.keys()].sort().at(-1) ?? "";
  }

  get oldest() {
    return [...this.messages.keys()].sort()[0] ?? "";
  }

  end() {
    this.box.scrollTop = this.box.scrollHeight;
    this.down.hidden = true;
  }

  /** The end; a new message that is taller than the view is read from its beginning. */
  reach(node) {
    this.end();
    const more = (node?.offsetHeight ?? 0) - this.box.clientHeight;
    if (more <= 0) return;
    this.box.scrollTop += node.getBoundingClientRect().top - this.box.getBoundingClientRect().top;
    this.down.hidden = false;
  }

  /** Replace all by what is being fetched. What is told meanwhile is newer than that, and stays. */
  async fill(fetching) {
    const told = new Map();
    this.filling.add(told);
    const found = await fetching.finally(() => this.filling.delete(told));
    this.messages.clear();
    this.load(found.messages);
    for (const [id, message] of told) message ? this.put(message) : this.remove(id);
    return found;
  }

  /** Many at once, without telling. */
  load(messages, { keep = false } = {}) {
    for (const message of messages) this.messages.set(message.id, message);
    const from = this.box.scrollHeight - this.box.scrollTop;
    this.draw();
    if (keep) this.box.scrollTop = this.box.scrollHeight - from;
    else this.reach(this.drawn.get(this.newest)?.node);
  }

  /** One that is new or has changed. */
  put(message) {
    const isNew = !this.messages.has(message.id);
    const follow = this.near || (isNew && message.author === state.me);
    this.messages.set(message.id, message);
    for (const told of this.filling) told.set(message.id, message);
    this.draw();
    if (follow) this.reach(isNew ? this.drawn.get(message.id).node : null);
    else if (isNew) this.down.hidden = false;
    if (isNew && message.author !== state.me) tell(spoken(message));
  }

  remove(id) {
    for (const told of this.filling) told.set(id, null);
    if (this.messages.delete(id)) this.draw();
  }

  /** Draw what has changed; what has not keeps its element, its focus and what is being typed in it. */
  draw() {
    const focused = document.activeElement?.closest?.(".message");
    const inside = focused && this.list.contains(focused) ? focusKey(document.activeElement, focused) : null;
    const nodes = [];
    let before = null;
    for (const message of [...this.messages.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      if (!before || day(before.at) !== day(message.at)) nodes.push(this.separator(day(message.at)));
      const node = this.drawOne(message);
      node.classList.toggle("joined", together(before, message));
      nodes.push(node);
      before = message;
    }
    for (const id of this.drawn.keys()) if (!this.messages.has(id)) this.drawn.delete(id);
    arrange(this.list, nodes);
    this.empty.hidden = nodes.length > 0;
    const active = (inside && this.list.querySelector(`[data-id="${this.active}"]`)) || nodes.at(-1);
    if (active?.matches(".message")) this.mark(active);
    if (inside) refocus(this.list, inside);
  }

  separator(label) {
    const key = `day ${label}`;
    if (!this.separators) this.separators = new Map();
    if (!this.separators.has(key)) this.separators.set(key, el("li", { class: "day" }, el("span", {}, label)));
    return this.separators.get(key);
  }

  drawOne(message) {
    const json = JSON.stringify(message);
    const known = this.drawn.get(message.id);
    if (known?.json === json) return known.node;
    const node = drawMessage(message, this.options);
    this.drawn.set(message.id, { json, node });
    return node;
  }

  /** The one message that Tab reaches, with its tools; arrows choose another. */
  mark(node) {
    const before = this.list.querySelector('.message[tabindex="0"]');
    if (before && before !== node) for (const one of [before, ...before.querySelectorAll(".tools button")]) one.tabIndex = -1;
    for (const one of [node, ...node.querySelectorAll(".tools button")]) one.tabIndex = 0;
    this.active = node.dataset.id;
  }

  enter(node) {
    if (node) this.mark(node);
  }

  move(event) {
    if (!event.target.matches(".message")) return;
    const all = [...this.list.querySelectorAll(".message")];
    const at = all.indexOf(event.target);
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(next, all.length - 1))].focus();
  }
}

function together(before, message) {
  return Boolean(
    before && before.author === message.author && !before.private && !message.private && !before.removed &&
      !message.card && day(before.at) === day(message.at) && new Date(message.at) - new Date(before.at) < TOGETHER,
  );
}

function arrange(list, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
  });
}

function focusKey(node, message) {
  const all = [...message.querySelectorAll("button, a, textarea")];
  return { id: message.dataset.id, node, do: node.dataset.do, at: node === message ? -1 : all.indexOf(node) };
}

/** Back to the same control of the message that was drawn anew. */
function refocus(list, { id, node, do: verb, at }) {
  if (node.isConnected && document.activeElement === node) return;
  if (node.isConnected) return node.focus();
  const message = list.querySelector(`[data-id="${id}"]`);
  if (!message) return;
  const same = verb ? message.querySelector(`[data-do="${verb}"]`) : [...message.querySelectorAll("button, a, textarea")][at];
  (same ?? message).focus();
}

/** Say it to those who listen rather than look. */
export function tell(text) {
  const log = document.querySelector("#log");
  log.append(el("p", {}, text));
  while (log.children.length > 5) log.firstChild.remove();
}
