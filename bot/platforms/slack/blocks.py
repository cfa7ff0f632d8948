"""Translate a Card to Block Kit.

All functions are pure and keep Slack's limits, so that no card is ever refused for its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.platforms.button_folding import fold_card_buttons
from bot.platforms.figure_binding import bind_card_figures, squeeze_spaces
from bot.platforms.slack.elements import (
    LONGEST_TEXT,
    Json,
    draw_action_blocks,
    draw_context_blocks,
    draw_paragraph_blocks,
    draw_plain_text,
    draw_rich_text,
    draw_text_spans,
    has_control_sequence,
)
from bot.platforms.slack.rich_text_renderer import draw_rich_blocks
from bot.platforms.slack.texts import PERSON, cut_at_word, escape_slack_text, strip_invalid_characters
from handlers.chat.cards import Buttons, Card, Facts, Item, Mentions, Part, Quote, Rule, Text
from handlers.chat.label_ends import end_label
from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.plain_text import cut_blocks, format_plain_text, has_marks
from handlers.chat.say import Say

#: maximum number of blocks in a message, and in a modal or home page
MESSAGE, VIEW = 50, 100
#: Maximum number of characters, counted as Slack seems to: escaped text and 100 a block, refused at about 13 200.
MOST_COUNTED, VIEW_COUNTED = 12_500, 100_000
#: Maximum number of characters of each text. The first that makes the card fit is used.
_LENGTHS = (10_000, 4_500, 3_000, 1_500, 700, 300, 150)
HEADER = 150
#: maximum number of bytes of UTF-8 in the text of chat.update
FALLBACK = 3_900


def draw_slack_blocks(card: Card, say: Say, *, most: int = MESSAGE, counted: int = MOST_COUNTED) -> list[Json]:
    """Draw the blocks of a card; texts that are too long together are cut at a word."""
    card = bind_card_figures(fold_card_buttons(card))
    for length in _LENGTHS:
        blocks = list(_draw_card_blocks(card, say, length))
        if len(blocks) <= most and measure_blocks(blocks) <= counted:
            return blocks
    return _shorten_blocks(blocks, most, counted)


def draw_fallback_text(card: Card, name: str) -> str:
    """Draw the card as text, for notifications and screen readers.

    It is never empty, and at most FALLBACK bytes.
    """
    text = cut_at_word(
        strip_invalid_characters(card.fallback).strip() or name,
        FALLBACK,
        lambda part: len(escape_slack_text(part).encode()),
    )
    return escape_slack_text(text)


def measure_blocks(blocks: list[Json]) -> int:
    """Return the size that counts against the limit of a whole message."""
    return sum(_count_letters(block) for block in blocks) + 100 * len(blocks)


def _count_letters(node: object) -> int:
    if isinstance(node, list):
        return sum(_count_letters(one) for one in node)
    if not isinstance(node, dict):
        return 0
    text = node.get("text")
    own = len(escape_slack_text(text)) if isinstance(text, str) else 0
    return own + sum(_count_letters(value) for value in node.values() if isinstance(value, dict | list))


def _draw_card_blocks(card: Card, say: Say, length: int) -> Iterator[Json]:
    if card.title.strip():
        yield from _draw_title_blocks(cut_at_word(card.title, length))
    for part in card.parts:
        yield from _draw_part_blocks(part, say, length)


def _draw_title_blocks(text: str) -> Iterator[Json]:
    line = squeeze_spaces(strip_invalid_characters(text))
    if len(escape_slack_text(line)) <= HEADER:
        yield {"type": "header", "text": draw_plain_text(line, HEADER)}
    else:
        yield from draw_paragraph_blocks(line, bold=True)


def _draw_part_blocks(part: Part, say: Say, length: int) -> Iterator[Json]:
    short = partial(cut_at_word, most=length)
    match part:
        case Text(text=text, style="subtle"):
            yield from draw_context_blocks(short(text))
        case Text(text=text, style=style):
            yield from draw_paragraph_blocks(short(text), bold=style == "strong")
        case Quote(text=text, by=by):
            yield from draw_rich_blocks(cut_blocks(parse_markup(strip_invalid_characters(text)), length), quote=True)
            yield from draw_context_blocks(f"– {short(by)}" if by.strip() else "")
        case Facts(rows=rows):
            yield from _draw_fact_blocks(tuple((short(label), short(value)) for label, value in rows))
        case Item():
            yield from _draw_item_blocks(part, say, length)
        case Rule():
            yield {"type": "divider"}
        case Mentions(people=people, text=text):
            yield from _draw_mention_blocks(people, short(text))
        case Buttons(row=row, more=more):
            yield from draw_action_blocks(row, say, more)


def _draw_fact_blocks(rows: tuple[tuple[str, str], ...]) -> Iterator[Json]:
    elements: list[Json] = []
    for label, value in rows:
        start = "\n" if elements else ""
        elements += draw_text_spans(
            f"{start}{end_label(strip_invalid_characters(label))} ", bold=True
        ) + draw_text_spans(strip_invalid_characters(value))
    yield from _join_text_elements(elements)


def _draw_item_blocks(item: Item, say: Say, length: int) -> Iterator[Json]:
    title = strip_invalid_characters(cut_at_word(item.title, length))
    words = cut_blocks(parse_markup(strip_invalid_characters(item.text)), length) if item.marked else ()
    if has_marks(words):
        yield from _join_text_elements(draw_text_spans(title, bold=True))
        yield from draw_rich_blocks(words, quote=False)
    else:
        text = format_plain_text(words) if item.marked else strip_invalid_characters(cut_at_word(item.text, length))
        yield from _join_text_elements(
            draw_text_spans(title, bold=True) + draw_text_spans(f"\n{text}" if text.strip() else "")
        )
    yield from draw_context_blocks(cut_at_word(item.note, length))
    yield from draw_action_blocks(item.buttons, say, item.more)


def _draw_mention_blocks(people: tuple[tuple[str, str], ...], text: str) -> Iterator[Json]:
    """Draw mentions, the only place where somebody is notified.

    It takes ids that the bot knows, never what somebody wrote.
    """
    words = strip_invalid_characters(
        " ".join(filter(None, (text, *(name for user, name in people if not PERSON.fullmatch(user)))))
    )
    known: list[Json] = []
    for user, _ in people:
        if PERSON.fullmatch(user):
            known += [*draw_text_spans(" "), {"type": "user", "user_id": user}]
    if has_control_sequence(words) or len(escape_slack_text(words)) > LONGEST_TEXT:
        yield from draw_paragraph_blocks(words)
        yield from _join_text_elements(known)
    else:
        yield from _join_text_elements(draw_text_spans(words) + known)


def _join_text_elements(elements: list[Json]) -> Iterator[Json]:
    """Draw one rich text block.

    Plain paragraphs take its place if it would be too long, or unsafe where text is parsed once more.
    """
    text = "".join(element.get("text", "") for element in elements)
    if len(escape_slack_text(text)) > LONGEST_TEXT or has_control_sequence(text):
        yield from draw_paragraph_blocks(text)
    elif elements:
        yield draw_rich_text(elements)


def _shorten_blocks(blocks: list[Json], most: int, counted: int) -> list[Json]:
    """Keep as much as fits from the top, and the row of buttons at the end."""
    tail = [blocks[-1]] if blocks[-1]["type"] == "actions" else []
    kept = blocks[: len(blocks) - len(tail)]
    more: list[Json] = [{"type": "context", "elements": [draw_plain_text("…")]}]
    while kept and (len(kept) + len(more) + len(tail) > most or measure_blocks(kept + more + tail) > counted):
        kept.pop()
    return kept + more + tail
