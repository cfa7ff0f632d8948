// Begin anew: everything said here goes, and the sample network is built again.

import { openPanel, confirmed } from "./dialogs.js";
import { attempt } from "./doing.js";
import { el } from "./draw.js";
import { get } from "./net.js";
import { identity, state, t } from "./state.js";

const LOOK = 500; // milliseconds between two looks whether it is built

export async function beginAnew() {
  if (!(await confirmed(t("anew_sure"), t("anew"), true))) return;
  const before = state.run;
  if (!(await attempt("anew", {}))) return;
  openPanel(t("anew"), () => {}).draw(el("p", { class: "text", role: "status" }, t("anew_wait")));
  while ((await runNow()) === before) await new Promise((done) => setTimeout(done, LOOK));
  sessionStorage.clear();
  identity.forget();
  window.top.location.assign("/");
}

/** Which start of the bot answers; while none does, still the one before. */
const runNow = () => get("state", {}).then((found) => found.run, () => state.run);
