"""The choice among the organisations that somebody acts for: all of them, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from handlers.access import rights
from handlers.access.rights import trail
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.records import record_kinds
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.directory.organisations import Organisation

router = Router()
#: organisations on a card, and in a row of it
PAGE, ROW = 10, 5


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

    An action of its own, since one that opens a form opens one more window at each press. It leads to choices only.
    """
    do, _, value = event.value.partition("/")
    if not any(do in kind.organisation_choices for kind in record_kinds().values()):
        raise Missing(turn.say("I do not find that."))
    chosen = replace(event, name=do, value=value)
    reply = await rights.do_within(turn, chosen)
    await trail.note(turn, chosen, reply)
    return msgspec.structs.replace(reply, replace=True) if reply is not None else None
