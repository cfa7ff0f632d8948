"""Choose among all organisations that somebody represents, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from handlers.access import rights
from handlers.access.rights import audit_trail
from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.directory.organisations import Organisation

router = Router()
#: maximum number of organisations on a card, and in a row of buttons
PAGE, ROW = 7, 5


class ChoicePage(ButtonValue, frozen=True):
    """Hold the action that a page of a choice is for, and its value: "rounds.answer/12:s10"."""

    separator = "/"

    do: str
    value: str = ""


def choose_organisation(say: Say, organisations: Sequence[Organisation], do: str, value: AnswerValue) -> Reply:
    """Draw all organisations that somebody represents, page by page.

    Each button is the same action for that organisation.
    """
    skip = value.skip if value.skip < len(organisations) else 0
    named = [
        Button(one.name, do, replace(value, organisation=one.id, skip=0).encode_value())
        for one in organisations[skip : skip + PAGE]
    ]
    parts: list[Part] = [Text(say("For which organisation?"))]
    parts += [Buttons(tuple(row)) for row in split_button_rows(named)]
    ways_on = draw_choice_page_buttons(say, len(organisations), do, value)
    parts += [Buttons(tuple(ways_on))] if ways_on else []
    return Reply(Card("", tuple(parts)))


def split_button_rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + ROW]) for start in range(0, len(buttons), ROW)]


def draw_choice_page_buttons(say: Say, count: int, do: str, value: AnswerValue) -> list[Button]:
    """Draw the buttons to the pages before and after. Return none if everything fits on one page."""

    def choose_page(at: int) -> ChoicePage:
        return ChoicePage(do, replace(value, skip=at).encode_value())

    skip = value.skip if value.skip < count else 0
    return draw_page_buttons(say, "organisations.page", skip, PAGE, more=skip + PAGE < count, value=choose_page)


@router.on(Click, "organisations.page")
async def on_organisations_page(event: Click, turn: Turn) -> Reply | None:
    """Show another page of a choice in its place.

    This is an action of its own, since one that opens a form opens one more window at each click. It leads to
    choices only.
    """
    page = ChoicePage.parse_value(event.value)
    if not any(page.do in kind.organisation_choices for kind in list_record_kinds().values()):
        raise Missing(turn.say("I cannot find that."))
    chosen = replace(event, name=page.do, value=page.value)
    reply = await rights.run_inner_action(turn, chosen)
    await audit_trail.record_action(turn, chosen, reply)
    return msgspec.structs.replace(reply, replace=True) if reply is not None else None
