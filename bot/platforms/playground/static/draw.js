// Elements, icons and words. What members wrote becomes text nodes and never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element; `on` holds listeners, `data` data attributes, everything else attributes. Empty children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [kind, listener] of Object.entries(value)) node.addEventListener(kind, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

const PATHS = {
  home: "M4 11 12 4l8 7M6 9.500V20h12V9.500M10 20v-5h4v5",
  chat: "M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-4.500 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20a6.500 6.500 0 0 1 13 0M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14a6.500 6.500 0 0 1 3.500 6",
  hash: "M9.500 4 7.500 20M16.500 4l-2 16M4.500 9h16M3.500 15h16",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  reply: "M10 8 5 12.500l5 4.500M5.500 12.500H14a5 5 0 0 1 5 5V19",
  send: "M5 12h13M12.500 6l6 6-6 6",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v8H6z",
  check: "M5 12.500l4.500 4.500L19 7.500",
  thumb: "M8 11v8H5v-8zM8 11l3.500-7c1.500 0 2.500 1 2.500 2.500V10h4.200a1.500 1.500 0 0 1 1.500 1.800l-1.200 6a1.500 1.500 0 0 1-1.500 1.200H8",
  eye: "M2.500 12c2.500-4 5.700-6 9.500-6s7 2 9.500 6c-2.500 4-5.700 6-9.500 6s-7-2-9.500-6zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  link: "M10 14a4 4 0 0 0 6 .500l2.500-2.500a4 4 0 0 0-5.600-5.600L11.500 7.700M14 10a4 4 0 0 0-6-.500L5.500 12a4 4 0 0 0 5.600 5.600l1.300-1.300",
  edit: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  trash: "M5 7h14M9.500 7V5h5v2M7 7l1 12h8l1-12",
  ask: "M9.300 9a2.800 2.800 0 1 1 4 2.600c-.900.500-1.300 1-1.300 2M12 17h.01M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z",
  clip: "M8 12.500 14.500 6a3 3 0 0 1 4.200 4.200l-8 8a4.600 4.600 0 0 1-6.500-6.500L11.500 4.500",
  save: "M6 4h12v16l-6-4-6 4z",
  flag: "M6 21V4M6 5h11l-2 4 2 4H6",
  day: "M5 6.500h14V20H5zM5 10.500h14M9 4v4M15 4v4",
  down: "M12 5v14M6 13l6 6 6-6",
  at: "M15.500 12a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0zm0 0v1.200c0 1.500 1 2.300 2.200 2.300S20 14.500 20 12a8 8 0 1 0-3.200 6.400",
  bot: "M12 7.500 7.500 15.500M12 7.500l4.500 8M8.500 16.500h7M12 8.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 18.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 18.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon sign-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** The reactions that everybody has, and that the bot gives, are drawn, so that they look alike where no emoji font is installed. */
export function emoji(character) {
  const drawn = { "✅": "check", "👍": "thumb", "👀": "eye" }[character];
  return el("span", { class: `emoji ${drawn || ""}`, "aria-hidden": "true" }, drawn ? icon(drawn) : character);
}

export function initialsOf(person) {
  const parts = person.name.split(/\s+/).filter(Boolean);
  return (parts.length > 1 ? parts[0][0] + parts.at(-1)[0] : person.name.slice(0, 2)).toUpperCase();
}

/** A round picture of a person: initials on a colour of their own. The bot is a square with its sign.
 * `spoken`: the initials belong to the name of the control that they stand on. */
export function avatar(person, size = "", { spoken = false } = {}) {
  if (!person) return el("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, icon("bot"));
  let sum = 0;
  for (const letter of person.user) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return el("span", { class: `avatar hue${sum % 8} ${size}`, "aria-hidden": spoken ? null : "true" }, initialsOf(person));
}

/** Text as it was typed, with links that can be followed and names that stand out. */
export function words(text, names = []) {
  const escaped = names.filter(Boolean).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const mention = escaped.length ? `|@(?:${escaped.join("|")})(?![\\p{L}\\p{N}])` : "";
  const pattern = new RegExp(`https?://[^\\s<>"]*[^\\s<>".,:;!?)\\]']${mention}`, "giu");
  const found = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    found.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    found.push(match[0][0] === "@" ? el("b", { class: "mention" }, match[0]) : outside(match[0], match[0]));
  }
  return [...found, text.slice(end)];
}

/** A link to elsewhere; only http(s) is followed. */
export function outside(url, label) {
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function button(label, attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...(children.length ? children : [label]));
}

export function iconButton(name, label, attributes = {}) {
  return button("", { "aria-label": label, title: label, ...attributes, class: `quiet ${attributes.class || ""}` }, icon(name));
}
