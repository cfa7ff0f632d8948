// The first page: what this is, where to begin, and everybody one can be.

import { avatar, button, el } from "./draw.js";
import { addPerson } from "./sidebar.js";
import { describe, LANGUAGES, person, reading, state, t } from "./state.js";

/** Before anybody is chosen. `again` draws it anew, in another language. */
export function drawChooser(choose, again) {
  const cards = state.people.map((one) => el("li", {}, card(one, choose)));
  return el(
    "section",
    { class: "chooser" },
    languages(again),
    avatar(null, "large"),
    el("h1", {}, t("try")),
    el("p", { class: "about" }, t("about")),
    state.firstSteps && el("p", { class: "about" }, begin(state.firstSteps)),
    state.firstSteps && button(t("begin_as", { name: person(state.firstSteps.asks).name }), { class: "primary", on: { click: () => choose(state.firstSteps.asks) } }),
    el("h2", {}, t("who")),
    el("p", {}, t("playground_about")),
    cards.length ? el("ul", {}, cards) : el("p", {}, t("no_people")),
    button(t("new_person"), { class: "plain", on: { click: () => addPerson(choose) } }),
  );
}

/** By names; a network of other people than the sample's has no first steps. */
function begin({ asks, answers, keeps, question }) {
  return t("begin", { asks: person(asks).name, answers: person(answers).name, keeps: person(keeps).name, question });
}

function card(one, choose) {
  const lines = [one.organisation, describe(one)].filter(Boolean).map((line) => el("span", { class: "from" }, line));
  return button("", { class: "person", on: { click: () => choose(one.user) } }, avatar(one, "large", { spoken: true }), el("span", {}, el("b", {}, one.name), lines));
}

function languages(again) {
  const choices = LANGUAGES.map(([code, name]) => {
    const change = async () => {
      reading.set(code);
      await again();
      document.querySelector('.languages [aria-pressed="true"]').focus();
    };
    return button(name, { lang: code, "aria-pressed": String(code === state.language), on: { click: change } });
  });
  return el("div", { class: "languages", role: "group", "aria-label": t("language") }, choices);
}
