// The day it is in the playground, and the way to the next one.

import { fitsTwo, openBeside } from "./beside.js";
import { attempt, tellChange, toast } from "./doing.js";
import { narrow } from "./drawer.js";
import { button, el, iconButton } from "./draw.js";
import { beginAnew } from "./fresh.js";
import { openMenu } from "./menu.js";
import { dayName, state, t } from "./state.js";

let moving = false;

/** In the head of every view. While the clock is moved, the button says so. */
export function drawDay() {
  if (!state.day) return null;
  const label = moving ? t("moving") : t("next_day");
  const attributes = { class: "plain next-day", "aria-disabled": moving ? "true" : null, on: { click: goOn } };
  const day = el("span", { title: t("day_here", { day: dayName(state.day) }) }, dayName(state.day, true));
  return el("div", { class: "today unless-narrow" }, day, button(label, attributes), more(listEntries()));
}

/** On a phone one button holds what stands beside the name elsewhere: the day, and what `others` names. */
export function drawHeadMenu(others = []) {
  const next = state.day && { icon: "day", label: t("next_day"), under: t("day_here", { day: dayName(state.day) }), run: goOn };
  return more([next, ...others, ...listEntries()].filter(Boolean), "only-narrow");
}

const listEntries = () =>
  [fitsTwo() && { icon: "people", label: t("beside"), run: openBeside }, state.day && state.anew && { icon: "trash", label: t("anew"), danger: true, run: beginAnew }].filter(Boolean);

function more(entries, where = "") {
  if (!entries.length) return null;
  const opener = iconButton("more", t("playground_more"), { class: where, "aria-haspopup": "menu", "aria-expanded": "false" });
  opener.addEventListener("click", () => openMenu(opener, t("playground_more"), entries));
  return opener;
}

async function goOn() {
  if (moving) return;
  moving = true;
  tellChange("frame");
  if (narrow.matches) toast(t("moving"));
  const answer = await attempt("tomorrow", { day: state.day });
  moving = false;
  await tellChange("day");
  if (answer) toast(t("moved", { day: dayName(state.day) }));
}
