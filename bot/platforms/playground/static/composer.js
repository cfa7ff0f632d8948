// Where one writes: grows with the text, keeps drafts, and suggests commands and names.

import { Attachments } from "./attachments.js";
import { el, icon, iconButton } from "./draw.js";
import { isDirect, state, t } from "./state.js";

/** Characters that the bot takes as one question or answer. */
const MOST = 4000;
let count = 0;

/** `place` names the draft; `send(text, files)` answers whether the text is gone. */
export function composer(label, place, send) {
  const id = `composer-${(count += 1)}`;
  const draft = `arena.draft.${state.me}.${place}`;
  const field = el("textarea", {
    id, rows: 1, dir: "auto", placeholder: label, "aria-autocomplete": "list", "aria-controls": `${id}-list`, "aria-describedby": `${id}-hint`, enterkeyhint: "send",
  });
  field.value = sessionStorage.getItem(draft) ?? "";
  const suggestions = new Suggestions(field, `${id}-list`);
  const mention = !isDirect(place.split("/")[0]);
  const at = mention && iconButton("at", `@${state.name}`, { on: { click: () => suggestions.insertMention() } });
  let sending = false;
  const attached = new Attachments(() => grown());
  const go = el("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, icon("send"));
  const hint = el("p", { class: "hint", id: `${id}-hint` }, t("write_hint"));
  const node = el(
    "form",
    { class: "composer" },
    suggestions.list,
    attached.list,
    el("label", { class: "unseen", for: id }, label),
    el("div", { class: "field-row" }, field, attached.input, attached.button, at, go),
    hint,
  );
  /** Whether the text fits; what does not stays in the field, with its count. */
  const fits = () => {
    const now = [...field.value].length;
    hint.textContent = now > MOST ? t("too_long", { n: MOST, now }) : t("write_hint");
    hint.classList.toggle("error", now > MOST);
    field.setAttribute("aria-invalid", String(now > MOST));
    return now <= MOST;
  };
  const grown = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, innerHeight * 0.4)}px`;
    go.classList.toggle("ready", field.value.trim() !== "" || attached.files.length > 0);
  };
  field.addEventListener("input", () => {
    sessionStorage.setItem(draft, field.value);
    grown();
    fits();
    suggestions.look();
  });
  field.addEventListener("blur", () => setTimeout(() => suggestions.close(), 150));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || suggestions.keys(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    node.requestSubmit();
  });
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = field.value;
    if (sending || (!text.trim() && !attached.files.length) || !fits()) return;
    sending = attached.files.length > 0;
    const files = sending ? await attached.send() : [];
    sending = false;
    if (!files) return;
    field.value = "";
    grown();
    suggestions.close();
    if (await send(text, files)) {
      sessionStorage.removeItem(draft);
      attached.clear();
    } else if (!field.value) field.value = text; // nothing typed is lost
    grown();
  });
  requestAnimationFrame(grown);
  fits();
  return { node, field };
}

class Suggestions {
  constructor(field, id) {
    this.field = field;
    this.list = el("ul", { id, class: "suggestions", role: "listbox", "aria-label": t("suggestions"), hidden: true });
    this.found = [];
    this.at = 0;
  }

  /** What fits the word before the caret: the command, its verbs, or names after an @. */
  look() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const command = before.match(/^\/(\S*)$/);
    const verb = before.match(/^\/arena\s+(\S*)$/i);
    const name = before.match(/(?:^|\s)@([^\s@]*)$/);
    this.found = [];
    if (verb) this.offer(verb[1], state.commands.map(([word, about]) => ({ text: word, about })));
    else if (command) this.offer(command[1], [{ text: "arena", about: t("direct"), lead: "/" }]);
    else if (name) {
      const people = state.people.filter((one) => one.user !== state.me).map((one) => ({ text: one.name, about: one.organisation, lead: "@" }));
      this.offer(name[1], [{ text: state.name, about: t("app"), lead: "@" }, ...people]);
    }
    this.at = 0;
    this.draw();
  }

  offer(typed, all) {
    const start = typed.toLocaleLowerCase();
    const fits = all.filter((one) => one.text.toLocaleLowerCase().startsWith(start));
    this.typed = typed.length;
    if (!fits.some((one) => one.text.toLocaleLowerCase() === start)) this.found = fits.slice(0, 8);
  }

  draw() {
    const id = (at) => `${this.list.id}-${at}`;
    this.list.hidden = this.found.length === 0;
    this.list.replaceChildren(
      ...this.found.map((one, at) =>
        el(
          "li",
          { id: id(at), role: "option", "aria-selected": String(at === this.at), on: { pointerdown: (event) => event.preventDefault(), click: () => this.choose(at) } },
          el("b", {}, `${one.lead ?? ""}${one.text}`),
          el("span", { class: "from" }, one.about),
        ),
      ),
    );
    if (this.found.length) this.field.setAttribute("aria-activedescendant", id(this.at));
    else this.field.removeAttribute("aria-activedescendant");
  }

  keys(event) {
    if (this.list.hidden) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.found.length) % this.found.length;
      this.draw();
    } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) this.choose(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  choose(at) {
    const caret = this.field.selectionStart;
    const text = `${this.found[at].text} `;
    this.field.setRangeText(text, caret - this.typed, caret, "end");
    this.changed();
  }

  insertMention() {
    const space = this.field.selectionStart && !/\s$/.test(this.field.value.slice(0, this.field.selectionStart)) ? " " : "";
    this.field.setRangeText(`${space}@${state.name} `, this.field.selectionStart, this.field.selectionEnd, "end");
    this.changed();
  }

  changed() {
    this.field.dispatchEvent(new Event("input"));
    this.field.focus();
  }

  close() {
    this.found = [];
    this.draw();
  }
}
