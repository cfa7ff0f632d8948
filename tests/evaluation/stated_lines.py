"""What becomes of lines that offer or need something, and of others with the same words, in the private chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handlers.chat import verbs
from handlers.exchange.listings.stated_listings import EITHER, find_stated_direction
from tests.evaluation.measures import Figures, share
from tests.evaluation.sets import STATED_LINES, Row, rows

OFFER, NEED, NEITHER = "offer", "need", "neither"


class StatedLine(NamedTuple):
    """A line of a set, and what the bot asks about it: whether it is an offer, a need or either; empty for nothing."""

    row: Row
    asked: str


def read_stated_lines() -> dict[str, list[StatedLine]]:
    return {name: [_read_line(row) for row in rows(name)] for name in STATED_LINES}


def _read_line(row: Row) -> StatedLine:
    name, rest = verbs.parse_command(row["text"], seeks=False)
    return StatedLine(row, find_stated_direction(rest) if name == "stated" else "")


def asked_about(read: Sequence[StatedLine]) -> Figures:
    """The shares of offers and needs that are asked about as such, of what is so asked rightly, and of others left."""
    asked = [one for one in read if one.asked]
    return {
        "count": len(read),
        "offers": share(one.asked in (OFFER, EITHER) for one in read if one.row["states"] == OFFER),
        "needs": share(one.asked in (NEED, EITHER) for one in read if one.row["states"] == NEED),
        "as_meant": share(one.asked in (one.row["states"], EITHER) for one in asked),
        "left": share(not one.asked for one in read if one.row["states"] == NEITHER),
    }
