// A small menu under a button: arrows, Home and End move, Escape closes and gives the focus back.

import { button, el, icon } from "./draw.js";

let close = () => {};

/** Entries are {icon or picture, label, under, run, danger, current}; null draws a line. */
export function openMenu(opener, label, entries) {
  close();
  const list = el("div", { class: "menu", role: "menu", "aria-label": label });
  for (const entry of entries) list.append(entry ? item(entry) : el("hr", { role: "separator" }));
  // within the landmark of its opener; a dialog hides everything outside it
  (opener.closest("dialog, aside, main, nav") ?? document.body).append(list);
  place(list, opener.getBoundingClientRect());
  opener.setAttribute("aria-expanded", "true");
  const items = [...list.querySelectorAll("[role=menuitem]")];
  const outside = (event) => list.contains(event.target) || close();
  close = (focus = false) => {
    list.remove();
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", close);
    close = () => {};
    if (focus && opener.isConnected) opener.focus();
  };
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", close);
  list.addEventListener("keydown", (event) => keys(event, items));
  (items.find((one) => one.ariaCurrent) ?? items[0]).focus();
}

function item(entry) {
  const run = () => {
    close(true);
    entry.run();
  };
  const label = entry.under ? el("span", {}, entry.label, " ", el("span", { class: "from" }, entry.under)) : entry.label;
  const attributes = { role: "menuitem", tabindex: "-1", class: entry.danger ? "danger" : "", "aria-current": entry.current ? "true" : null, on: { click: run } };
  return button("", attributes, entry.picture ?? (entry.icon && icon(entry.icon)), label);
}

function keys(event, items) {
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) items.at(next % items.length).focus();
  else if (event.key === "Escape" || event.key === "Tab") close(true);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function place(list, near) {
  const { width, height } = list.getBoundingClientRect();
  const left = Math.max(8, Math.min(near.right - width, innerWidth - width - 8));
  const below = near.bottom + 4 + height < innerHeight - 8;
  list.style.left = `${left}px`;
  list.style.top = `${Math.max(8, below ? near.bottom + 4 : near.top - height - 4)}px`;
}
