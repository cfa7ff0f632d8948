"""Card -> Block Kit: pure functions that keep Slack's limits, so that no card is ever refused for its size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.platforms.slack.elements import (
    LONGEST_TEXT,
    Json,
    actions,
    context,
    looks_like_a_mark,
    paragraphs,
    plain,
    rich,
    spans,
)
from bot.platforms.slack.texts import PERSON, clean, cut, escape
from handlers.chat.cards import Buttons, Card, Facts, Item, Mentions, Part, Quote, Rule, Text
from handlers.chat.say import Say

#: blocks in a message, and in a modal or home page
MESSAGE, VIEW = 50, 100
#: characters in all, counted as Slack seems to (escaped text and 100 a block; refused at about 13 200)
MOST_COUNTED, VIEW_COUNTED = 12_500, 100_000
#: how long each text of a card may be; the first that makes the card fit
_LENGTHS = (10_000, 4_500, 3_000, 1_500, 700, 300, 150)
HEADER = 150
#: bytes of UTF-8 that chat.update takes as text
FALLBACK = 3_900


def draw(card: Card, say: Say, *, most: int = MESSAGE, counted: int = MOST_COUNTED) -> list[Json]:
    """The blocks of a card; texts that are too long together are cut at a word."""
    for length in _LENGTHS:
        blocks = list(_blocks(card, say, length))
        if len(blocks) <= most and weight(blocks) <= counted:
            return blocks
    return _shortened(blocks, most, counted)


def fallback(card: Card, name: str) -> str:
    """The card as text, for notifications and screen readers; never empty, at most FALLBACK bytes."""
    text = cut(clean(card.fallback).strip() or name, FALLBACK, lambda part: len(escape(part).encode()))
    return escape(text)


def weight(blocks: list[Json]) -> int:
    """What counts against the limit of a whole message."""
    return sum(_letters(block) for block in blocks) + 100 * len(blocks)


def _letters(node: object) -> int:
    if isinstance(node, list):
        return sum(_letters(one) for one in node)
    if not isinstance(node, dict):
        return 0
    text = node.get("text")
    own = len(escape(text)) if isinstance(text, str) else 0
    return own + sum(_letters(value) for value in node.values() if isinstance(value, dict | list))


def _blocks(card: Card, say: Say, length: int) -> Iterator[Json]:
    if card.title.strip():
        yield from _title(cut(card.title, length))
    for part in card.parts:
        yield from _part(part, say, length)


def _title(text: str) -> Iterator[Json]:
    line = " ".join(clean(text).split())
    if len(escape(line)) <= HEADER:
        yield {"type": "header", "text": plain(line, HEADER)}
    else:
        yield from paragraphs(line, bold=True)


def _part(part: Part, say: Say, length: int) -> Iterator[Json]:
    short = partial(cut, most=length)
    match part:
        case Text(text=text, style="subtle"):
            yield from context(short(text))
        case Text(text=text, style=style):
            yield from paragraphs(short(text), bold=style == "strong")
        case Quote(text=text, by=by):
            yield from paragraphs(short(text), quote=True)
            yield from context(f"– {short(by)}" if by.strip() else "")
        case Facts(rows=rows):
            yield from _facts(tuple((short(label), short(value)) for label, value in rows))
        case Item():
            yield from _item(part, say, length)
        case Rule():
            yield {"type": "divider"}
        case Mentions(people=people, text=text):
            yield from _mentions(people, short(text))
        case Buttons(row=row):
            yield from actions(row, say)


def _facts(rows: tuple[tuple[str, str], ...]) -> Iterator[Json]:
    elements: list[Json] = []
    for label, value in rows:
        start = "\n" if elements else ""
        elements += spans(f"{start}{clean(label)}: ", bold=True) + spans(clean(value))
    yield from _together(elements)


def _item(item: Item, say: Say, length: int) -> Iterator[Json]:
    title, text = clean(cut(item.title, length)), clean(cut(item.text, length))
    yield from _together(spans(title, bold=True) + spans(f"\n{text}" if text.strip() else ""))
    yield from context(cut(item.note, length))
    yield from actions(item.buttons, say)


def _mentions(people: tuple[tuple[str, str], ...], text: str) -> Iterator[Json]:
    """The only place where somebody is notified: ids the bot knows, never what somebody wrote."""
    words = clean(" ".join(filter(None, (text, *(name for user, name in people if not PERSON.fullmatch(user))))))
    known: list[Json] = []
    for user, _ in people:
        if PERSON.fullmatch(user):
            known += [*spans(" "), {"type": "user", "user_id": user}]
    if looks_like_a_mark(words) or len(escape(words)) > LONGEST_TEXT:
        yield from paragraphs(words)
        yield from _together(known)
    else:
        yield from _together(spans(words) + known)


def _together(elements: list[Json]) -> Iterator[Json]:
    """One rich text block; as plain paragraphs if that would be too long, or not safe twice."""
    text = "".join(element.get("text", "") for element in elements)
    if len(escape(text)) > LONGEST_TEXT or looks_like_a_mark(text):
        yield from paragraphs(text)
    elif elements:
        yield rich(elements)


def _shortened(blocks: list[Json], most: int, counted: int) -> list[Json]:
    """As much as fits from the top, and the row of buttons at the end."""
    tail = [blocks[-1]] if blocks[-1]["type"] == "actions" else []
    kept = blocks[: len(blocks) - len(tail)]
    more: list[Json] = [{"type": "context", "elements": [plain("…")]}]
    while kept and (len(kept) + len(more) + len(tail) > most or weight(kept + more + tail) > counted):
        kept.pop()
    return kept + more + tail
