"""Describe cards and forms: a tiny language that each platform draws in its own way.

Everything in a card is plain text, but for members' own words, which have a small markup. A platform escapes both, so
that nothing grows out of what a member wrote.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Literal

import msgspec

from handlers.chat.card_arguments import CardArguments
from handlers.chat.label_ends import join_label
from handlers.chat.rich_text.plain_text import extract_plain_text

#: maximum number of characters of an input on any platform
ROOM = 3000
#: maximum number of characters of a button's value on any platform: more of it would be cut
LONGEST_VALUE = 2000
#: maximum numbers of actions of a card: that are seen at once, and with those behind ⋯
MOST_SEEN, MOST_ACTIONS = 5, 10
#: maximum number of options of a field in which several are chosen: a card of Teams with more would not be taken
MOST_CHOICES = 200
#: Number of options beyond which people type to find theirs. A field carries no more people or organisations than
#: that: each of them is found by a search.
MANY_OPTIONS = 20


Style = Literal["", "primary", "danger"]


class Button(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Represent a button: `do` is `capability.verb`; `value` the record's id.

    With `url` the button is a link and does nothing else.
    """

    label: str
    do: str = ""
    value: str = ""
    style: Style = ""
    #: question that the platform asks before the click counts; empty: none
    confirm: str = ""
    url: str = ""


class Text(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Represent a paragraph of the bot's own words."""

    text: str
    style: Literal["", "subtle", "strong"] = ""


class Quote(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Represent a member's own words, set apart, with their links and marks (`handlers/chat/rich_text/`)."""

    text: str
    by: str = ""


class Facts(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Represent rows of label and value, side by side."""

    rows: tuple[tuple[str, str], ...]


class Item(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Represent one entry of a list: bold title, a few lines, a subtle note, buttons of its own."""

    title: str
    text: str = ""
    note: str = ""
    buttons: tuple[Button, ...] = ()
    #: True if `text` is a member's own words, with their links and marks
    marked: bool = False
    #: those behind ⋯
    more: tuple[Button, ...] = ()
    #: what people type to see all of the record, if the entry is one that has a code
    code: str = ""


class Rule(msgspec.Struct, frozen=True, tag=True):
    """Represent a line between two parts."""


class Mentions(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Name people to notify, as (user, name) of the workspace the card is sent to; drawn as real mentions."""

    people: tuple[tuple[str, str], ...]
    text: str = ""


class Buttons(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Represent a row of buttons.

    A platform puts the last ones of a long row behind ⋯ (`more`).
    """

    row: tuple[Button, ...]
    more: tuple[Button, ...] = ()


Part = Text | Quote | Facts | Item | Rule | Mentions | Buttons


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """Represent what is shown in chat: a title and parts, top to bottom."""

    title: str = ""
    parts: tuple[Part, ...] = ()
    #: one line for notifications and screen readers; if empty, it is made from the parts
    summary: str = ""
    #: language of its reader, for words that a platform adds; empty: that of the arena
    language: str = ""

    @property
    def fallback(self) -> str:
        """Return the card as plain text: for notifications, screen readers and clients that draw no cards."""
        return self.summary or "\n".join(line for line in (self.title, *_list_text_lines(self)) if line)

    def list_buttons(self) -> Iterator[Button]:
        for part in self.parts:
            if isinstance(part, Buttons):
                yield from (*part.row, *part.more)
            elif isinstance(part, Item):
                yield from (*part.buttons, *part.more)


def _list_text_lines(card: Card) -> Iterator[str]:
    for part in card.parts:
        match part:
            case Text(text=text):
                yield text
            case Quote(text=text):
                yield extract_plain_text(text)
            case Facts(rows=rows):
                yield from (join_label(label, value) for label, value in rows)
            case Item(title=title, text=text, marked=marked):
                yield f"{title} – {extract_plain_text(text) if marked else text}" if text else title
            case Mentions(text=text):
                yield text


class OptionSource(msgspec.Struct, frozen=True, omit_defaults=True):
    """Name the search (`capability.verb`) that finds options by what is typed, and what it searches among."""

    do: str
    value: str = ""


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """Represent a labelled input.

    A `choices` field holds values from its options; the others hold text: "2027-03-17" of a date, "14:30" of a time,
    digits of a number. An optional `choice` gets one more option from the platform, which chooses nothing.
    """

    name: str
    label: str
    kind: Literal["line", "text", "choice", "choices", "date", "time", "number"] = "line"
    value: str | tuple[str, ...] = ""
    hint: str = ""
    required: bool = True
    #: maximum number of characters
    most: int = ROOM
    #: (value, label); at most MOST_CHOICES where several can be chosen
    options: tuple[tuple[str, str], ...] = ()
    #: where there are too many options to carry: what finds them; `options` then holds those that are chosen
    source: OptionSource | None = None
    #: True if it stands behind More, with its value, until somebody asks for it
    folded: bool = False


class Form(msgspec.Struct, frozen=True, omit_defaults=True):
    """Represent a form, asked in a modal or dialog.

    `do` names the submission; `value` travels with the form (ids, a few words).
    """

    title: str
    do: str
    fields: tuple[Field, ...]
    submit: str
    value: str = ""
    #: note above the fields
    note: str = ""

    def split_fields(self, wrong: Container[str] = ()) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
        """Return the fields that are seen at once, and those behind More.

        A field that has to be filled in is seen, and so are all where one behind More is wrong.
        """
        folded = tuple(one for one in self.fields if one.folded and (one.value or not one.required))
        if any(one.name in wrong for one in folded):
            return self.fields, ()
        return tuple(one for one in self.fields if one not in folded), folded


class OwnReaction(msgspec.Struct, frozen=True):
    """Represent the bot's own reaction to a message: `emoji` stands below it, and none of `others` does."""

    #: platform's id of the message
    message: str
    #: empty: none
    emoji: str
    others: tuple[str, ...] = ()


class Redrawn(msgspec.Struct, frozen=True):
    """Hold what a reply's card is drawn from, and the subject with whose changes it is drawn again."""

    args: CardArguments
    subject: str


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold what answers this person now; an empty reply means that there is nothing more to show."""

    card: Card | None = None
    form: Form | None = None
    #: Field name -> message. The form stays open with what was typed.
    errors: dict[str, str] = {}
    #: True: the card replaces the private card that was clicked
    replace: bool = False
    #: True for a single short sentence, which the platform may show without a message
    brief: bool = False
    #: what keeps the card up to date where its message can be changed; None: the card stays as it is
    redrawn: Redrawn | None = None
    #: subjects of messages that show the same as the card: a clicked message of one of them is redrawn, and nothing
    #: stands below it
    shown_by: tuple[str, ...] = ()
    #: True: the card is on its way as a message of its own
    posted: bool = False
    #: id of the delivery that brings the card if the platform does not get to show it; empty if there is none
    spare: str = ""
    #: (value, label) of what a search for options found
    options: tuple[tuple[str, str], ...] = ()


def build_text_reply(text: str, *, title: str = "", replace: bool = False) -> Reply:
    """Build a reply of one paragraph."""
    return Reply(Card(title, (Text(text),)), replace=replace, brief=not title)
