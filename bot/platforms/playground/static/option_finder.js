// A search field above a long list of options: what is typed narrows the list, and what is chosen stays in sight.

import { el } from "./draw.js";
import { t } from "./state.js";

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
