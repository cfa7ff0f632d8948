// The library: every solution one may see, by topic, sorted, narrowed by chips and searched as one types.

import { attempt, openRecord } from "./doing.js";
import { button, el } from "./draw.js";
import { get } from "./net.js";
import { state, t } from "./state.js";

/** What it can be narrowed by: the field of a solution, and the name of the group. */
const GROUPS = () => [["topic", t("by_topic")], ["kind", t("by_kind")], ["organisation", t("by_organisation")], ["level", t("by_level")]];
const SORTS = () => [["topic", t("sort_topic")], ["newest", t("sort_newest")], ["title", t("sort_title")]];
const byTitle = (a, b) => a.title.localeCompare(b.title, state.language);
const ORDERS = {
  topic: (a, b) => a.topic.localeCompare(b.topic, state.language) || byTitle(a, b),
  newest: (a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : byTitle(a, b)),
  title: byTitle,
};
/** As people type: without case, and without the marks over letters. */
const fold = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

export class Library {
  constructor() {
    this.entries = [];
    this.chosen = { topic: new Set(), kind: new Set(), organisation: new Set(), level: new Set() };
    this.sort = "topic";
    this.text = "";
    this.count = el("p", { class: "subtle", role: "status" });
    this.list = el("div", { class: "library-list" });
    this.chips = el("div", { class: "chip-groups" });
    this.node = el("div", { class: "library" }, this.tools(), this.count, this.list);
  }

  async load() {
    const found = await get("library", { as: state.me });
    this.entries = found.entries.map((one) => ({ ...one, folded: fold([one.code, one.title, one.problem, one.topic, one.organisation, one.words].join(" ")) }));
    this.drawChips();
    this.draw();
  }

  tools() {
    const find = el("input", { type: "search", id: "library-text", "aria-label": t("library_find"), placeholder: t("library_find") });
    find.addEventListener("input", () => {
      this.text = find.value;
      this.draw();
    });
    const sort = el("select", { "aria-label": t("sort_by") }, SORTS().map(([value, label]) => el("option", { value }, label)));
    sort.addEventListener("change", () => {
      this.sort = sort.value;
      this.draw();
    });
    this.find = find;
    this.summary = el("summary", {}, t("filters"));
    const filters = el("details", { class: "filters", open: matchMedia("(min-width: 761px)").matches }, this.summary, this.chips);
    return el("div", { class: "library-tools" }, el("div", { class: "library-row" }, find, sort), filters);
  }

  drawChips() {
    const groups = GROUPS().map(([field, name]) => {
      const values = [...new Set(this.entries.map((one) => one[field]).filter(Boolean))].sort((a, b) => a.localeCompare(b, state.language));
      if (values.length < 2) return null;
      return el("div", { class: "chips", role: "group", "aria-label": name }, el("span", { class: "from" }, name), values.map((value) => this.chip(field, value)));
    });
    this.chips.replaceChildren(...groups.filter(Boolean));
  }

  chip(field, value) {
    const node = button(value, { class: "chip", "aria-pressed": "false" });
    node.addEventListener("click", () => {
      const set = this.chosen[field];
      set.has(value) ? set.delete(value) : set.add(value);
      node.setAttribute("aria-pressed", String(set.has(value)));
      this.draw();
    });
    return node;
  }

  clear() {
    for (const set of Object.values(this.chosen)) set.clear();
    this.text = this.find.value = "";
    this.drawChips();
    this.draw();
    this.find.focus();
  }

  draw() {
    const words = fold(this.text).split(/\s+/).filter(Boolean);
    const fits = (one) => Object.entries(this.chosen).every(([field, set]) => !set.size || set.has(one[field])) && words.every((word) => one.folded.includes(word));
    const shown = this.entries.filter(fits).sort(ORDERS[this.sort]);
    const filters = Object.values(this.chosen).reduce((sum, set) => sum + set.size, 0);
    this.summary.textContent = filters ? t("filters_on", { n: filters }) : t("filters");
    this.count.textContent = this.entries.length ? t("library_count", { n: shown.length, all: this.entries.length }) : "";
    this.list.replaceChildren(...(shown.length ? this.draws(shown) : [this.empty()]));
  }

  /** One list; by topic, a list below each topic's name. */
  draws(shown) {
    if (this.sort !== "topic") return [el("ul", {}, shown.map(entry))];
    const topics = Map.groupBy ? Map.groupBy(shown, (one) => one.topic) : grouped(shown);
    return [...topics].map(([topic, some]) => el("section", {}, el("h2", {}, topic, " ", el("span", { class: "from" }, String(some.length))), el("ul", {}, some.map(entry))));
  }

  empty() {
    if (!this.entries.length) return el("div", { class: "empty" }, el("p", {}, el("b", {}, t("library_empty"))), el("p", {}, t("library_empty_hint")));
    return el("div", { class: "empty" }, el("p", {}, el("b", {}, t("library_none"))), button(t("filters_off"), { class: "plain", on: { click: () => this.clear() } }));
  }
}

const grouped = (shown) => shown.reduce((map, one) => map.set(one.topic, [...(map.get(one.topic) ?? []), one]), new Map());

function entry(one) {
  const open = button(one.title, { class: "entry-title", on: { click: () => openRecord("solutions.open", one.id) } });
  const under = [one.code, one.organisation, one.kind, one.badge].filter(Boolean).join(" · ");
  return el("li", { class: "item" }, el("h3", { dir: "auto" }, open), el("p", { class: "text", dir: "auto" }, one.problem), el("p", { class: "from" }, under));
}
