"""Keep a number and its unit on one line: "65 °C", "1 200 t/år" would else be broken on a phone."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import structs

from handlers.chat.cards import Card, Facts, Item, Part, Text

_UNITS = r"°C|°|%|[kMGT]?Wh?|[MGTP]J|kV|km|k?[NS]?m[²³]?|da|daa|ha|kg|k?t|l|bar|K"
#: a space within a number, between it and its unit, and within the unit
_BREAK = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w²³])|\d{{3}}(?!\d))|(?<=[gt]) (?=TS(?!\w))")
_BOUND = "\u00a0"
_SPACES = re.compile(r"[^\S\u00a0]+")


def bind_card_figures(card: Card) -> Card:
    """Return the card with no space at which one of the bot's own texts would be broken within a figure."""
    return structs.replace(card, title=bind_figures(card.title), parts=tuple(map(_bind_part, card.parts)))


@lru_cache(maxsize=4096)
def bind_figures(text: str) -> str:
    """Return the text in which no figure can be broken; it reads and counts as before."""
    return _BREAK.sub(_BOUND, text)


def squeeze_spaces(text: str) -> str:
    """Return the text in one line with single spaces; bound figures stay bound."""
    return _SPACES.sub(" ", text).strip()


def _bind_part(part: Part) -> Part:
    """Return the part with its figures bound; what members wrote themselves stays as it is."""
    match part:
        case Text(text=text):
            return structs.replace(part, text=bind_figures(text))
        case Facts(rows=rows):
            return Facts(tuple((bind_figures(label), bind_figures(text)) for label, text in rows))
        case Item(title=title, text=text, note=note, marked=marked):
            said = text if marked else bind_figures(text)
            return structs.replace(part, title=bind_figures(title), text=said, note=bind_figures(note))
        case _:
            return part
