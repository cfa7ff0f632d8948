// Shows cards as their own renderers draw them, each in a frame of the chat that it stands in.
const SPACING = { small: 4, default: 8, medium: 16, large: 20, extraLarge: 24, padding: 16 };
const DARK = matchMedia("(prefers-color-scheme: dark)").matches;
const COLOURS = DARK
  ? { default: { default: "#ffffff", subtle: "#adadad" }, accent: { default: "#9299f7", subtle: "#9299f7" } }
  : { default: { default: "#242424", subtle: "#616161" }, accent: { default: "#5b5fc7", subtle: "#5b5fc7" } };
const TEAMS = {
  fontFamily: '"Open Sans", "Twemoji", sans-serif',
  supportsInteractivity: true,
  spacing: SPACING,
  separator: { lineThickness: 1, lineColor: "#e0e0e0" },
  fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 700 },
  containerStyles: {
    default: { backgroundColor: DARK ? "#292929" : "#ffffff", foregroundColors: COLOURS },
    emphasis: { backgroundColor: DARK ? "#1f1f1f" : "#f5f5f5", foregroundColors: COLOURS },
  },
  actions: {
    maxActions: 6, spacing: "default", buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left",
    showCard: { actionMode: "inline", inlineTopMargin: 16 },
  },
};

function escapeText(text) {
  const node = document.createElement("span");
  node.textContent = text;
  return node.innerHTML;
}

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = escapeText(text).replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');
  result.didProcess = true;
};

function addFrame(kind, { place, note, time }) {
  const frame = document.createElement("section");
  frame.className = `frame ${kind}`;
  const by = kind === "slack" ? "<b>Arena</b><i>APP</i>" : "<b>Arena</b>";
  frame.innerHTML = `<header>${escapeText(place)}<small>${escapeText(note)}</small></header>
    <div class="message"><img src="/web/icon.svg" alt=""><div><div class="by">${by}<time>${escapeText(time)}</time></div>
    <div class="card"></div></div></div>`;
  document.body.append(frame);
  document.body.className = document.body.children.length > 1 ? "pair" : "";
  return frame.querySelector(".card");
}

function addSlack(asked) {
  addFrame("slack", asked).innerHTML = asked.html;
}

function addTeams(asked) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(TEAMS);
  card.parse(asked.card);
  addFrame("teams", asked).append(card.render());
}
