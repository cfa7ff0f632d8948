// Doing something as the chosen member, and what the page does with the answer.

import { card } from "./cards.js";
import { confirmed, openForm, openPanel } from "./dialogs.js";
import { act, Refused, sendFile } from "./net.js";
import { direct, refresh, state, t } from "./state.js";

const listeners = { language: () => {}, home: () => {}, frame: () => {}, day: () => {} };

/** Who is told when the member's language changes (`language`), when the home page may have changed (`home`),
 * when it is another day (`day`), and when only the frame has to be drawn anew (`frame`). */
export const onChange = (kind, listener) => {
  listeners[kind] = listener;
};

export const tellChange = (kind) => listeners[kind]();

/** A short message that goes away by itself; `link` leads to more. */
export function toast(text) {
  const box = document.querySelector("#toast");
  box.textContent = text;
  box.classList.add("shown");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => box.classList.remove("shown"), 6000);
}

const apology = (error) => (error instanceof Refused && error.status === 404 ? t("gone") : t("failed"));

/** Act; null when it failed, and then the person has been told. */
export async function attempt(name, data) {
  try {
    return await act(state.me, name, data);
  } catch (error) {
    console.warn(name, error);
    toast(apology(error));
    return null;
  }
}

/** Send files before their message; their ids, or null when that failed, and then the person has been told. */
export async function upload(files) {
  try {
    return await Promise.all(files.map((file) => sendFile(state.me, file)));
  } catch (error) {
    console.warn("attach", error);
    toast(error instanceof Refused && error.status === 413 ? t("too_large") : apology(error));
    return null;
  }
}

/** Draw a card whose buttons act at this place ({channel, thread, message, aside}). `panel`: where it stands alone. */
export const liveCard = (data, place, panel = null) => card(data, (one) => press(one, place, panel));

async function press(one, place, panel) {
  if (one.confirm && !(await confirmed(one.confirm, one.label, one.style === "danger"))) return;
  const answer = await attempt("press", { ...place, do: one.do, value: one.value ?? "" });
  if (answer) await follow(answer, place, panel);
}

/** Show a record by itself, over whatever stands behind it. */
export const openRecord = (verb, value) => press({ do: verb, value }, { channel: direct(), aside: true });

/** What an answer asks of the page: another language, a form, a few words, a card over the home page. */
export async function follow(answer, place, panel = null) {
  if (answer.language && answer.language !== state.language) {
    await refresh();
    listeners.language();
  }
  if (answer.form) openForm(answer.form, (values) => submit(answer.form, values, place, panel));
  if (answer.brief) toast(answer.brief);
  if (answer.card) {
    const there = panel ?? openPanel(state.name, () => listeners.home());
    there.draw(liveCard(answer.card, { channel: direct(), message: answer.shown, aside: true }, there));
  } else if (panel && !answer.form) panel.close();
  else if (place.aside && !answer.form) listeners.home();
}

async function submit(form, values, place, panel) {
  try {
    const answer = await act(state.me, "submit", { ...place, do: form.do, value: form.value ?? "", values });
    if (answer.form) return { form: answer.form, submit: (again) => submit(answer.form, again, place, panel) };
    if (answer.errors) return { errors: answer.errors };
    await follow(answer, place, panel);
    return {};
  } catch (error) {
    console.warn("submit", error);
    return { failed: apology(error) };
  }
}

/** A shortcut of a message: the bot answers with a form, or privately. */
export async function point(message, shortcut) {
  const answer = await attempt("point", { message: message.id, do: shortcut });
  if (answer) await follow(answer, { channel: message.channel, thread: message.thread, message: "" });
}
