// Forms and questions as <dialog>: labelled inputs, errors at their field, and nothing typed is lost unsent.

import { button, el, iconButton, words } from "./draw.js";
import { draftOf } from "./form_drafts.js";
import { findInBoxes, findInSelect, searchOptions } from "./option_finder.js";
import { t } from "./state.js";

let count = 0;

/** Ask yes or no. */
export function confirmed(text, yes = t("yes"), danger = false) {
  return new Promise((done) => {
    const box = dialog(t("sure"), (node) => done(node.returnValue === "yes"));
    const say = (value) => () => box.close(value);
    box.append(
      el("p", { class: "text" }, text),
      el(
        "div",
        { class: "buttons end" },
        button(t("cancel"), { class: "plain", on: { click: say("no") } }),
        button(yes, { class: danger ? "danger" : "primary", on: { click: say("yes") } }),
      ),
    );
    show(box);
  });
}

/** A form of the bot. `submit(values)` answers with {form}, {errors}, {failed} or nothing, which closes it. */
export function openForm(form, submit) {
  const box = dialog(form.title);
  box.append(body(form, submit, box));
  show(box);
}

/** An answer over whatever stands behind it; `draw(node)` puts another in its place. */
export function openPanel(title, closed) {
  const box = dialog(title, closed);
  const body = el("div", { class: "panel", "aria-live": "polite" });
  box.append(body);
  show(box);
  return { draw: (node) => body.replaceChildren(node), close: () => box.close() };
}

function dialog(title, closed = () => {}) {
  const id = `dialog-${(count += 1)}`;
  const before = document.activeElement;
  const box = el("dialog", { "aria-labelledby": id });
  box.append(el("header", {}, el("h2", { id }, title), iconButton("close", t("close"), { on: { click: () => box.close() } })));
  box.addEventListener("close", () => {
    box.remove();
    if (before?.isConnected) before.focus();
    closed(box);
  });
  document.body.append(box);
  return box;
}

function show(box) {
  box.showModal();
  focusFirst(box);
}

function focusFirst(box) {
  (box.querySelector("input, textarea, select") ?? box.querySelector(".buttons .primary, .buttons .danger"))?.focus();
}

function body(form, submit, box) {
  const draft = draftOf(form);
  const kept = draft.read();
  const fields = form.fields.map((field) => {
    const filled = kept && field.name in kept ? draft.fill(field) : field;
    const changed = JSON.stringify(filled.value ?? "") !== JSON.stringify(field.value ?? "");
    return { ...input(filled), folded: isFolded(field), changed };
  });
  const values = () => Object.fromEntries(fields.map((field) => [field.name, field.value()]));
  const trouble = el("p", { class: "error", role: "alert", hidden: true });
  const send = el("button", { type: "submit", class: "primary" }, form.submit);
  const node = el(
    "form",
    { novalidate: true, autocomplete: "off" },
    form.note && el("p", { class: "text note" }, words(form.note)),
    kept && el("p", { class: "text note draft" }, t("draft_kept"), " ", button(t("draft_drop"), { class: "plain", on: { click: startAgain } })),
    fields.filter((field) => !field.folded).map((field) => field.node),
    folds(fields.filter((field) => field.folded)),
    trouble,
    el("div", { class: "buttons end" }, button(t("cancel"), { class: "plain", on: { click: () => box.close() } }), send),
  );
  function startAgain() {
    draft.drop();
    node.replaceWith(body(form, submit, box));
    focusFirst(box);
  }
  const finish = async () => {
    if (send.getAttribute("aria-disabled") || !complain(fields, {})) return;
    send.setAttribute("aria-disabled", "true");
    trouble.hidden = true;
    const answer = await submit(values());
    send.removeAttribute("aria-disabled");
    if (!answer?.failed && !Object.keys(answer?.errors ?? {}).length) draft.drop();
    if (answer?.failed) {
      trouble.textContent = answer.failed;
      trouble.hidden = false;
    } else if (answer?.form) {
      box.querySelector("h2").textContent = answer.form.title;
      node.replaceWith(body(answer.form, answer.submit ?? submit, box));
      focusFirst(box);
    } else if (answer?.errors && Object.keys(answer.errors).length) complain(fields, answer.errors);
    else box.close();
  };
  const chosen = () => Object.fromEntries(fields.filter((field) => field.options).map((field) => [field.name, field.options()]));
  node.addEventListener("input", () => draft.keep(values(), chosen()));
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    finish();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) finish();
  });
  return node;
}

/** Fields behind More, open where something else stands in them than the form came with. */
function folds(fields) {
  if (!fields.length) return null;
  const open = fields.some((field) => field.changed);
  return el("details", { class: "folded", open }, el("summary", {}, t("more_fields")), fields.map((field) => field.node));
}

/** Show what is wrong at each field and go to the first; true when nothing is. */
function complain(fields, errors) {
  const wrong = fields.filter((field) => field.complain(errors[field.name] ?? field.missing()));
  wrong[0]?.node.closest("details")?.setAttribute("open", "");
  wrong[0]?.focus();
  return wrong.length === 0;
}

/** Whether a field stands behind More: one that has to be filled in and is empty is seen. */
const isFolded = (field) => Boolean(field.folded && (field.value?.length || !(field.required ?? true)));

/** How a field is asked for: where there is nothing to choose from yet, a name is written. */
const kindOf = (field) => (["choice", "choices"].includes(field.kind) && !field.source && !field.options?.length ? "line" : field.kind ?? "line");

function input(given) {
  const field = { ...given, kind: kindOf(given) };
  const id = `field-${(count += 1)}`;
  const searched = field.source && searchOptions(field, id);
  const { control, value, group } = searched || (KINDS[field.kind] ?? KINDS.line)(field, id);
  const hint = field.hint && el("p", { class: "hint", id: `${id}-hint` }, field.hint);
  const error = el("p", { class: "error", id: `${id}-error`, hidden: true });
  const required = field.required ?? true;
  const label = [field.label, !required && el("span", { class: "optional" }, ` (${t("optional")})`)];
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  control.setAttribute("aria-describedby", described);
  if (required && !group) control.setAttribute("aria-required", "true");
  const node = group
    ? el("fieldset", { class: "field", data: { field: field.name } }, el("legend", {}, label), hint, findInBoxes(control), error)
    : el("div", { class: "field", data: { field: field.name } }, el("label", { for: id }, label), hint, searched ? searched.node : field.kind === "choice" ? findInSelect(control) : control, error);
  const missing = () => {
    const given = value();
    if (required && !given.length) return group || searched || field.kind === "choice" ? t("missing_choice") : t("missing");
    const most = field.most ?? 3000;
    return typeof given === "string" && [...given].length > most ? t("too_long", { n: most, now: [...given].length }) : "";
  };
  const complainAbout = (text) => {
    error.textContent = text;
    error.hidden = !text;
    for (const one of group ? control.querySelectorAll("input") : [control]) one.setAttribute("aria-invalid", String(Boolean(text)));
    return Boolean(text);
  };
  node.addEventListener("input", () => error.hidden || complainAbout(""));
  const focus = () => (group ? control.querySelector("input") : control)?.focus();
  return { name: field.name, node, value, options: searched?.options, missing, complain: complainAbout, focus };
}

const text = (field) => (typeof field.value === "string" ? field.value : "");
const chosen = (field) => (Array.isArray(field.value) ? field.value : [field.value].filter(Boolean));
/** What can be chosen; where nothing need be, that too, since a radio button or a select has no way back. */
const offered = (field) => (field.kind === "choice" && !(field.required ?? true) ? [["", t("not_chosen")], ...field.options] : field.options ?? []);

const KINDS = {
  line(field, id) {
    const control = el("input", { id, name: field.name, type: "text", dir: "auto", value: text(field) });
    return { control, value: () => control.value.trim() };
  },
  date: (field, id) => picker(field, id, "date"),
  time: (field, id) => picker(field, id, "time"),
  number(field, id) {
    const control = el("input", { id, name: field.name, type: "text", inputmode: "numeric", value: text(field) });
    return { control, value: () => control.value.trim() };
  },
  text(field, id) {
    const control = el("textarea", { id, name: field.name, dir: "auto", rows: text(field).length > 300 ? 7 : 4 });
    control.value = text(field);
    return { control, value: () => control.value.trim() };
  },
  choice(field, id) {
    if (field.options.length <= 5) return boxes(field, id, "radio");
    const options = offered(field).map(([value, label]) => el("option", { value, selected: chosen(field).includes(value) }, label));
    const first = chosen(field).length || !(field.required ?? true) ? null : el("option", { value: "" }, t("choose"));
    const control = el("select", { id, name: field.name }, first, options);
    return { control, value: () => control.value };
  },
  choices: (field, id) => boxes(field, id, "checkbox"),
};

function picker(field, id, type) {
  const control = el("input", { id, name: field.name, type, value: text(field) });
  return { control, value: () => control.value };
}

function boxes(field, id, type) {
  const picked = (value) => (value ? chosen(field).includes(value) : !chosen(field).length);
  const control = el(
    "div",
    { id, class: "boxes" },
    offered(field).map(([value, label]) =>
      el("label", {}, el("input", { type, name: `${id}-${field.name}`, value, checked: picked(value) }), el("span", {}, label)),
    ),
  );
  const values = () => [...control.querySelectorAll("input:checked")].map((one) => one.value);
  return { control, group: true, value: () => (type === "radio" ? values()[0] ?? "" : values()) };
}
