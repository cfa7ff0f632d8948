// What the page knows: who is here, where one can go, and in which words.

import { get } from "./net.js";

export const state = { name: "Arena", me: null, language: "nb", texts: {}, commands: [], people: [], channels: [], waiting: {}, firstSteps: null, now: null, day: null, run: "", anew: false };
/** Each in its own words, as they stand in a list of languages. */
export const LANGUAGES = [["nb", "Bokmål"], ["nn", "Nynorsk"], ["en", "English"]];
const LOCALES = { nb: ["nb-NO", "no"], nn: ["nn-NO", "nb-NO", "no"], en: ["en-GB"] };
const BOT = "";

/** Two frames side by side are one tab to the browser, so each keeps its person under its own name. */
export const inFrame = window.top !== window;
const KEPT = inFrame ? `arena.me.${window.name}` : "arena.me";

/** The identity of this tab: chosen in it, else the one chosen last in any tab. */
export const identity = {
  get: () => sessionStorage.getItem(KEPT) ?? (inFrame ? null : localStorage.getItem(KEPT)),
  set(user) {
    sessionStorage.setItem(KEPT, user);
    if (!inFrame) localStorage.setItem(KEPT, user);
  },
  forget() {
    sessionStorage.removeItem("arena.me");
    localStorage.removeItem("arena.me");
  },
};

/** The language of the first page: the one chosen on it, else the browser's, which the server is told with each request. */
export const reading = {
  get: () => localStorage.getItem("arena.language"),
  set: (language) => localStorage.setItem("arena.language", language),
};

/** Milliseconds that the bot's clock is ahead of the browser's; less than a few minutes is no move. */
let ahead = 0;
const MOVED = 300_000;

export async function refresh() {
  const user = identity.get();
  const lang = reading.get();
  Object.assign(state, await get("state", { ...(user && { as: user }), ...(lang && { lang }) }));
  document.documentElement.lang = state.language;
  const lead = Date.parse(state.now) - Date.now();
  ahead = Math.abs(lead) > MOVED ? lead : 0;
}

/** A text of the page, filled in. The bot's name is known to all of them. */
export function t(name, values = {}) {
  const filled = { bot: state.name, ...values };
  return (state.texts[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => filled[key] ?? whole);
}

export const me = () => person(state.me);
export const person = (user) => state.people.find((one) => one.user === user) ?? null;
export const direct = () => `@${state.me}`;
export const isDirect = (channel) => channel.startsWith("@");
export const channelOf = (id) => state.channels.find((one) => one.id === id) ?? null;
export const placeName = (channel) => (isDirect(channel) ? state.name : `#${channel}`);
export const authorName = (user) => (user === BOT ? state.name : person(user)?.name ?? user);
export const mentionable = () => [state.name, ...state.people.map((one) => one.name)];

/** What somebody is, in a few words: their organisation, and what they are trusted with. */
export function describe(one) {
  const roles = { secretariat: t("secretariat"), guest: t("guest") };
  const acts = { contact: t("contact"), deputy: t("deputy") };
  const leads = one.leads.length ? t("leads", { topics: one.leads.join("; ") }) : "";
  const alone = one.organisation ? "" : t("member");
  return [roles[one.role] ?? alone, acts[one.actsAs], leads].filter(Boolean).join(" · ");
}

const format = (when, options) => new Intl.DateTimeFormat(LOCALES[state.language], options).format(when);

/** "10.42" in Norwegian, "10:42" in English. */
export function clock(iso) {
  const text = format(new Date(iso), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return state.language === "en" ? text : text.replace(":", ".");
}

export function day(iso) {
  const when = new Date(iso);
  const days = Math.round((new Date(Date.now() + ahead).setHours(0, 0, 0, 0) - new Date(when).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  return format(when, { day: "numeric", month: "long", year: "numeric" });
}

/** "mandag 30. november", or short: "man. 30. nov." */
export function dayName(iso, short = false) {
  const size = short ? "short" : "long";
  return format(new Date(`${iso}T12:00`), { weekday: size, day: "numeric", month: size });
}

/** Only the time for what is of today. */
export const lately = (iso) => (day(iso) === t("today") ? clock(iso) : moment(iso));

export const moment = (iso) => `${day(iso)} ${clock(iso)}`;
