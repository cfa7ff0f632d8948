"""Draw what is asked about a table that is attached to a message, and why it could not be fetched."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.say import Say
from handlers.documents.tables import MOST_BYTES
from handlers.exchange.imports.table_kinds import TableKind

#: reasons without a file
GONE, EXPIRED, NO_RIGHT, AWAY, ADDRESS, HEAVY = "gone", "expired", "no_right", "away", "address", "heavy"
#: kind -> the command with which a table of it is brought in
_COMMANDS = {"streams": "exchange stream import", "plots": "exchange plot import"}


class RowChoice(ButtonValue, frozen=True):
    """Name a table and what its rows are: "12:streams"."""

    draft: int
    kind: str


def draw_words_choice(say: Say, draft_id: int, name: str, words: str) -> Card:
    """Ask whether a message is about its table alone, or is a question that has the table beside it."""
    text = say("Should I bring in {name}, or is this a question to the network?", name=name)
    seen = say("Nobody has seen it yet.")
    row = (
        Button(say("Bring in the table"), "exchange.fetch_table", str(draft_id), "primary"),
        Button(say("Ask the network"), "exchange.ask_with_table", str(draft_id)),
    )
    return Card("", (Text(text), Quote(shorten_markup(words, 300)), Text(seen, "subtle"), Buttons(row)))


def draw_row_choice(say: Say, draft_id: int, kinds: Iterable[TableKind]) -> Card:
    """Ask what the rows of a table are, where its headings do not tell."""
    row = tuple(
        Button(kind.label(say), "exchange.choose_rows", RowChoice(draft_id, kind.name).encode_value()) for kind in kinds
    )
    hint = Text(say("Nothing comes in before you have seen what the table would do."), "subtle")
    return Card(say("What are the rows of the table?"), (hint, Buttons(row)))


def draw_other_ways(say: Say, kind: str) -> Buttons:
    """Draw the button to the other ways in which a table comes in."""
    command = _COMMANDS.get(kind, "exchange import")
    return Buttons((Button(say("Bring it in another way"), "commands.again", command),))


def describe_fetch_refusal(say: Say, reason: str) -> str:
    """Say why the chat has not handed out the file, and what to do about it."""
    texts = {
        GONE: say("The file is no longer in the chat. Send it again."),
        EXPIRED: say("The chat does not hand out the file now. Send it again, or bring it in another way."),
        NO_RIGHT: say("I may not read files there. Whoever installed me has to allow it."),
        AWAY: say("The chat did not hand out the file in several tries. Send it again later."),
        ADDRESS: say("The file is kept in a place that I do not read from."),
        HEAVY: say("The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000),
    }
    return texts[reason]
