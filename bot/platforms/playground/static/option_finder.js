// A search field above a long list of options: what is typed narrows the list, and what is chosen stays in sight.

import { button, el, iconButton } from "./draw.js";
import { act } from "./net.js";
import { state, t } from "./state.js";

/** Lists of more options than this have a search field. */
const MANY = 20;

/** A list of one choice: six rows of it in sight, since a closed menu would hide what is found. */
export function findInSelect(control) {
  const options = [...control.options];
  if (options.length <= MANY) return control;
  control.size = 6;
  return found(control, options.length, (matches) => {
    const kept = options.filter((option) => option.selected || matches(option.label));
    control.replaceChildren(...kept);
    return kept.length;
  });
}

/** A list of several choices, each a label with its box. */
export function findInBoxes(control) {
  const labels = [...control.children];
  if (labels.length <= MANY) return control;
  control.classList.add("long");
  return found(control, labels.length, (matches) => {
    for (const label of labels) label.hidden = !label.querySelector("input").checked && !matches(label.textContent);
    return labels.filter((label) => !label.hidden).length;
  });
}

function found(control, all, narrow) {
  const shown = el("p", { class: "hint", role: "status" });
  const search = el("input", { type: "search", class: "find", "aria-label": t("find_option"), placeholder: t("find_option") });
  search.addEventListener("input", (event) => {
    event.stopPropagation(); // it is no field of the form
    const parts = fold(search.value).split(/\s+/).filter(Boolean);
    const n = narrow((label) => parts.every((part) => fold(label).includes(part)));
    shown.textContent = parts.length ? t("found_options", { n, all }) : "";
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
  return el("div", { class: "finder" }, search, shown, control);
}

/** Letters as people type them: without case and accents, but "å", "ø" and "æ" as they are. */
const fold = (text) => text.toLocaleLowerCase("nb").replace(/[àáâä]/g, "a").replace(/[èéêë]/g, "e").replace(/[òóôö]/g, "o").replace(/[ùúûü]/g, "u");

/** The options that a search finds; null when it failed. */
async function find(source, text) {
  try {
    return (await act(state.me, "options", { do: source.do, value: source.value ?? "", text })).options;
  } catch (error) {
    console.warn("options", error);
    return null;
  }
}

/** Options that are searched for by what is typed: those that were chosen stay, those that are found stand below. */
export function searchOptions(field, id) {
  const many = field.kind === "choices";
  let chosen = [...(field.options ?? [])];
  const kept = el("ul", { class: "chosen", "aria-label": t("chosen_options") });
  const list = el("div", { class: "boxes long found", role: "group", "aria-label": field.label });
  const status = el("p", { class: "hint", role: "status" });
  const control = el("input", { id, type: "search", class: "find", autocomplete: "off", placeholder: t("type_to_search") });
  const tell = () => control.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "chosen" }));
  const drop = (value) => {
    chosen = chosen.filter(([one]) => one !== value);
    draw();
    tell();
    control.focus();
  };
  const choose = (pair) => {
    chosen = many ? [...chosen.filter(([one]) => one !== pair[0]), pair] : [pair];
    control.value = "";
    list.replaceChildren();
    status.textContent = "";
    draw();
    tell();
    control.focus();
  };
  function draw() {
    kept.hidden = !chosen.length;
    kept.replaceChildren(
      ...chosen.map(([value, label]) =>
        el("li", {}, el("span", {}, label), iconButton("close", `${t("remove_option")}: ${label}`, { on: { click: () => drop(value) } })),
      ),
    );
  }
  let asked = 0;
  const search = async () => {
    const mine = (asked += 1);
    const found = await find(field.source, control.value.trim());
    if (mine !== asked) return; // something else was typed since
    if (!found) {
      status.textContent = t("failed");
      return;
    }
    status.textContent = found.length ? "" : t("no_option");
    list.replaceChildren(...found.map((pair) => button(pair[1], { class: "plain option", on: { click: () => choose(pair) } })));
  };
  let timer;
  control.addEventListener("input", (event) => {
    if (event.detail === "chosen") return;
    event.stopPropagation(); // what is typed here is no value of the form
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would send the form
    list.querySelector("button")?.click();
  });
  draw();
  const value = () => (many ? chosen.map(([one]) => one) : chosen[0]?.[0] ?? "");
  return { control, node: el("div", { class: "finder" }, kept, control, status, list), value, options: () => chosen };
}
