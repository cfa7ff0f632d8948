// Two people side by side in one window: each in a frame of its own, with an identity of its own.

import { button, el } from "./draw.js";
import { inFrame, person, refresh, state, t } from "./state.js";

/** Where two fit; on a phone there is one. */
const WIDE = matchMedia("(min-width: 1000px)");
export const fitsTwo = () => WIDE.matches && !inFrame && state.people.length > 1;

/** The other one: who answers first, else somebody with something new, else whoever comes first. */
function other() {
  const others = state.people.filter((one) => one.user !== state.me);
  const answers = state.firstSteps?.asks === state.me && others.find((one) => one.user === state.firstSteps.answers);
  return (answers || others.find((one) => state.waiting[one.user]) || others[0]).user;
}

export const openBeside = () => location.assign(`/?beside=${encodeURIComponent(state.me)},${encodeURIComponent(other())}`);

/** In place of the page. */
export async function showBeside(users) {
  await refresh();
  const panes = users.slice(0, 2).map((user, at) => pane(user, at));
  const back = button(t("beside_end"), { class: "plain", on: { click: () => location.assign(`/?as=${encodeURIComponent(panes[0].user())}`) } });
  document.body.className = "beside";
  document.body.replaceChildren(el("header", { class: "beside-bar" }, el("h1", {}, t("beside")), panes.map((one) => one.jump), back), el("main", {}, panes.map((one) => one.node)));
  document.title = `${t("beside")} · ${state.name}`;
}

function pane(user, at) {
  const frame = el("iframe", { name: `pane${at + 1}`, src: `/?as=${encodeURIComponent(user)}` });
  const jump = button("", { class: "plain jump", on: { click: () => frame.focus() } });
  const node = el("section", {}, frame);
  let now = user;
  const name = () => {
    const label = person(now)?.name ?? t("who");
    frame.title = t("beside_pane", { n: at + 1, name: label });
    node.setAttribute("aria-label", frame.title);
    jump.textContent = label;
  };
  // the frame says who it is, whenever that changes
  frame.addEventListener("identity", async (event) => {
    now = event.detail;
    if (now && !person(now)) await refresh();
    name();
  });
  name();
  return { node, jump, user: () => now };
}

/** Tell the window around this one who acts here now. */
export function tellFrame() {
  window.frameElement?.dispatchEvent(new CustomEvent("identity", { detail: state.me }));
}
