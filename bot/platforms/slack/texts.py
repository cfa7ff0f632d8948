"""Convert between Slack's text on the wire and text as people read it: mentions, links, entities, emoji."""

from __future__ import annotations

import re
from collections.abc import Callable

#: Slack's names of emoji that people answer and react with. Others stay as `:name:`.
EMOJI = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "white_check_mark": "✅", "heavy_check_mark": "✔️",
    "ballot_box_with_check": "☑️", "x": "❌", "eyes": "👀", "pray": "🙏", "raised_hands": "🙌", "clap": "👏",
    "wave": "👋", "muscle": "💪", "ok_hand": "👌", "handshake": "🤝", "hand": "✋", "raised_hand": "✋", "heart": "❤️",
    "tada": "🎉", "rocket": "🚀", "fire": "🔥", "star": "⭐", "bulb": "💡", "warning": "⚠️", "question": "❓",
    "exclamation": "❗", "pushpin": "📌", "calendar": "📆", "memo": "📝", "zap": "⚡", "thinking_face": "🤔",
    "smile": "😄", "slightly_smiling_face": "🙂", "joy": "😂", "wink": "😉", "blush": "😊", "sweat_smile": "😅",
    "disappointed": "😞", "cry": "😢", "lock": "🔒",
}  # fmt: skip
#: what Slack writes of a link, a mention, a channel or a date
TOKEN = re.compile(r"<([^<>]*)>")
#: not in an address, where `/:x:/` is a table at SharePoint
_EMOJI = re.compile(r"(?<!/):([a-z0-9_+\-]+):(?::skin-tone-[2-6]:)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_BROADCAST = ("here", "channel", "everyone")
#: user ids: U..., or W... in large organisations
PERSON = re.compile(r"[UW][A-Z0-9]+")

Names = Callable[[str], str]


def escape_slack_text(text: str) -> str:
    """Replace the three characters by which Slack recognises its own marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_plain_text(text: str) -> str:
    """Replace marks for plain text objects, where Slack takes a lone "&" as it is."""
    return re.sub(r"&(?=(?:amp|lt|gt);)", "&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def unescape_slack_text(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def strip_invalid_characters(text: str) -> str:
    """Strip what JSON or Slack cannot carry: lone surrogates, and control characters but line breaks and tabs."""
    text = text.replace("\r\n", "\n").encode("utf-8", "ignore").decode("utf-8")
    return _CONTROL.sub("", text)


def cut_at_word(text: str, most: int, size: Callable[[str], int] = lambda text: len(escape_slack_text(text))) -> str:
    """Return at most `most` as `size` counts, ended at a word with "…" if the text had to be cut."""
    if size(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle] + "…") <= most else (low, middle - 1)
    kept = text[:low]
    word = max(kept.rfind(" "), kept.rfind("\n"))
    return (kept[:word] if word > low // 2 else kept).rstrip() + "…"


def find_mentioned_users(text: str) -> set[str]:
    """Return the ids of the people mentioned without a label."""
    return {body[1:] for body in TOKEN.findall(text) if body.startswith("@") and PERSON.fullmatch(body[1:])}


def is_user_mentioned(text: str, user: str) -> bool:
    return bool(user) and re.search(rf"<@{re.escape(user)}(?:\|[^<>]*)?>", text) is not None


def decode_slack_text(text: str, *, bot: str = "", name_of: Names = str) -> str:
    """Return what the author saw when writing it, without the mention of the bot."""
    parts = TOKEN.split(strip_bot_mention(text, bot))  # every second one stood between "<" and ">"
    read = [decode_text_token(part, name_of) if n % 2 else _decode_emoji(part) for n, part in enumerate(parts)]
    return unescape_slack_text("".join(read)).strip()


def _decode_emoji(text: str) -> str:
    return _EMOJI.sub(lambda found: EMOJI.get(found[1], found[0]), text)


def strip_bot_mention(text: str, bot: str) -> str:
    """Return the text on the wire without the mention of the bot."""
    if not bot:
        return text
    return re.sub(rf"(?:(?<![ \t])[ \t]++)?<@{re.escape(bot)}(?:\|[^<>]*)?>[:,]?[ \t]*+", " ", text)


def decode_slack_emoji(name: str) -> str:
    """Return the character of a reaction, without skin tone; `:name:` for the workspace's own emoji."""
    base = name.partition("::")[0]
    return EMOJI.get(base, f":{base}:")


def decode_text_token(body: str, name_of: Names) -> str:
    """Return what people see of a token: a name, or an address with its label."""
    target, _, label = body.partition("|")
    if target.startswith("@"):
        return f"@{label or name_of(target[1:]) or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return f"@{target[1:]}" if target[1:] in _BROADCAST else label or f"@{target[1:].split('^')[0]}"
    if not label or target.removeprefix("mailto:").removeprefix("tel:") == label:
        return target.removeprefix("mailto:").removeprefix("tel:")
    bare = re.sub(r"^https?://", "", target).rstrip("/")
    return label if label.rstrip("/") in (bare, target) else f"{label} ({target})"
