"""Slack's text on the wire and text as people read it: mentions, links, entities, emoji."""

from __future__ import annotations

import re
from collections.abc import Callable

#: Slack's names of the emoji that people answer and react with; others keep their `:name:`
EMOJI = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "white_check_mark": "✅", "heavy_check_mark": "✔️",
    "ballot_box_with_check": "☑️", "x": "❌", "eyes": "👀", "pray": "🙏", "raised_hands": "🙌", "clap": "👏",
    "wave": "👋", "muscle": "💪", "ok_hand": "👌", "handshake": "🤝", "hand": "✋", "raised_hand": "✋", "heart": "❤️",
    "tada": "🎉", "rocket": "🚀", "fire": "🔥", "star": "⭐", "bulb": "💡", "warning": "⚠️", "question": "❓",
    "exclamation": "❗", "pushpin": "📌", "calendar": "📆", "memo": "📝", "zap": "⚡", "thinking_face": "🤔",
    "smile": "😄", "slightly_smiling_face": "🙂", "joy": "😂", "wink": "😉", "blush": "😊", "sweat_smile": "😅",
    "disappointed": "😞", "cry": "😢", "lock": "🔒",
}  # fmt: skip
_TOKEN = re.compile(r"<([^<>]*)>")
_EMOJI = re.compile(r":([a-z0-9_+\-]+):(?::skin-tone-[2-6]:)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_BROADCAST = ("here", "channel", "everyone")
#: what Slack calls a person: U... , or W... in large organisations
PERSON = re.compile(r"[UW][A-Z0-9]+")

Names = Callable[[str], str]


def escape(text: str) -> str:
    """The three characters by which Slack recognises its own marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shield(text: str) -> str:
    """For plain text objects, where Slack takes a lone "&" as it is."""
    return re.sub(r"&(?=(?:amp|lt|gt);)", "&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clean(text: str) -> str:
    """Without what JSON or Slack cannot carry: lone surrogates, control characters but line breaks and tabs."""
    text = text.replace("\r\n", "\n").encode("utf-8", "ignore").decode("utf-8")
    return _CONTROL.sub("", text)


def cut(text: str, most: int, size: Callable[[str], int] = lambda text: len(escape(text))) -> str:
    """At most `most` as `size` counts, ended at a word with "…" if it had to be cut."""
    if size(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle] + "…") <= most else (low, middle - 1)
    kept = text[:low]
    word = max(kept.rfind(" "), kept.rfind("\n"))
    return (kept[:word] if word > low // 2 else kept).rstrip() + "…"


def people_in(text: str) -> set[str]:
    """The ids of the people mentioned, those without a label."""
    return {body[1:] for body in _TOKEN.findall(text) if body.startswith("@") and PERSON.fullmatch(body[1:])}


def mentions(text: str, user: str) -> bool:
    return bool(user) and re.search(rf"<@{re.escape(user)}(?:\|[^<>]*)?>", text) is not None


def readable(text: str, *, bot: str = "", name_of: Names = str) -> str:
    """What the author saw when writing it, without the mention of the bot."""
    if bot:
        text = re.sub(rf"(?:(?<![ \t])[ \t]++)?<@{re.escape(bot)}(?:\|[^<>]*)?>[:,]?[ \t]*+", " ", text)
    text = _TOKEN.sub(lambda found: _token(found[1], name_of), text)
    return _EMOJI.sub(lambda found: EMOJI.get(found[1], found[0]), unescape(text)).strip()


def emoji(name: str) -> str:
    """The character of a reaction, without skin tone; `:name:` for those of the workspace's own."""
    base = name.partition("::")[0]
    return EMOJI.get(base, f":{base}:")


def _token(body: str, name_of: Names) -> str:
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
