"""What all answers of organisations share: the value of their buttons, the choice among several, news to a colleague.

An organisation supports an issue, signs a consultation, answers a round, reports of a scheme: once, by who acts for it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from handlers import rights
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.routing import Later, Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.record_ids import parse_id
from handlers.rights import trail
from handlers.times.hours import hours_of
from storage.organisations import Organisation

router = Router()
#: organisations on a card, and in a row of it
PAGE, ROW = 10, 5
#: what organisations are chosen for: a button that turns the page leads nowhere else
CHOICES: Final = frozenset({
    "issues.support", "issues.neutral", "consultations.affected", "consultations.unaffected", "consultations.not_now",
    "consultations.sign", "rounds.answer", "rounds.decline", "schemes.report",
})  # fmt: skip
#: the letter before each part of a value, but for the record
_LETTERS: Final = {"organisation": "o", "version": "v", "text": "t", "skip": "s"}


@dataclass(frozen=True, slots=True)
class AnswerValue:
    """What a button carries: whose answer to which record, and to which version of its text."""

    record: int
    organisation: int | None = None
    version: int | None = None
    #: `seal_words` of what it says, for versions may be counted anew
    text: int | None = None
    #: organisations that were offered on the pages before
    skip: int = 0

    def write(self) -> str:
        """ "12", "12:o5:v3"."""
        parts = [(letter, getattr(self, name)) for name, letter in _LETTERS.items()]
        return ":".join((str(self.record), *(f"{letter}{number}" for letter, number in parts if number)))


def seal_words(*words: str) -> int:
    """Return another number for any other words; never 0, which a value does not carry."""
    return zlib.crc32("\0".join(words).encode()) or 1


def read_answer(value: str, bare: Sequence[str] = ("organisation",)) -> AnswerValue:
    """Read what a button carries. `bare`: what its parts meant, in their order, before they had letters."""
    record, *parts = value.split(":")
    found: dict[str, int] = {}
    for place, part in enumerate(parts):
        name = next((name for name, letter in _LETTERS.items() if part.startswith(letter)), "")
        name, number = (name, part[1:]) if name else (bare[place] if place < len(bare) else "", part)
        if name and parse_id(number):
            found[name] = parse_id(number)
    return AnswerValue(parse_id(record), **found)


def choose_organisation(say: Say, houses: Sequence[Organisation], do: str, value: AnswerValue) -> Reply:
    """Return a card with all organisations somebody acts for, page by page; each is the same action for that one."""
    skip = value.skip if value.skip < len(houses) else 0
    named = [
        Button(one.name, do, replace(value, organisation=one.id, skip=0).write()) for one in houses[skip : skip + PAGE]
    ]
    parts: list[Part] = [Text(say("For which organisation?"))]
    parts += [Buttons(tuple(row)) for row in rows_of(named)]
    ways_on = page_buttons(say, len(houses), do, value)
    parts += [Buttons(ways_on)] if ways_on else []
    return Reply(Card("", tuple(parts)))


def rows_of(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + ROW]) for start in range(0, len(buttons), ROW)]


def page_buttons(say: Say, count: int, do: str, value: AnswerValue) -> tuple[Button, ...]:
    """Return the ways to the pages before and after; none where everything is on one."""
    skip = value.skip if value.skip < count else 0
    row = []
    if skip:
        row.append(_page_button(say("Previous page"), do, replace(value, skip=max(0, skip - PAGE))))
    if skip + PAGE < count:
        row.append(_page_button(say("Next page"), do, replace(value, skip=skip + PAGE)))
    return tuple(row)


def _page_button(label: str, do: str, value: AnswerValue) -> Button:
    return Button(label, "organisations.page", f"{do}/{value.write()}")


@router.on(Click, "organisations.page")
async def turn_page(event: Click, turn: Turn) -> Reply | None:
    """Show another page of a choice in place of the one that was there: "rounds.answer/12:s10".

    An action of its own, since one that opens a form opens one more window at each press.
    """
    do, _, value = event.value.partition("/")
    if do not in CHOICES:
        raise Missing(turn.say("I do not find that."))
    chosen = replace(event, name=do, value=value)
    reply = await rights.do_within(turn, chosen)
    await trail.note(turn, chosen, reply)
    return msgspec.structs.replace(reply, replace=True) if reply is not None else None


async def draw_change(view: View, organisation_id: int) -> bool:
    """Return whether who spoke for the organisation before is still to hear that a colleague says something else.

    Raises Later outside their hours: it is no news for the night.
    """
    person = view.person
    if person is None or not await view.store.organisations.represents(person.id, organisation_id):
        return False
    at = hours_of(person, view.arena).next_open(view.now)
    if at > view.now and not view.delivery.message:
        raise Later(at)
    return True
