"""Show why matches came to nothing: to the secretariat by type and quarter, to members what the network gave."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.listing_labels import name_flow
from handlers.exchange.matches.match_stages import describe_reasons, list_reason_options
from handlers.exchange.refusals.refusal_counts import (
    Quarter,
    ReasonCount,
    group_by_quarter_and_type,
    list_told_reasons,
)

router = Router()
#: entries on a page
PAGE = 5


@router.on(Click, "matches.reasons")
async def on_match_reasons_page(event: Click, turn: Turn) -> Reply:
    draw = _draw_counts if turn.person.secretariat else _draw_told_reasons
    return Reply(await draw(turn, parse_position(event.value)), replace=bool(event.value))


async def _draw_counts(turn: Turn, skip: int) -> Card:
    """Draw each type of each quarter with how many organisations gave which reason."""
    say = turn.say
    found = group_by_quarter_and_type(await turn.store.match_refusals.list_refusals(), turn.arena.zone)
    entries = list(found.items())
    parts: list[Part] = [
        Item(_name_group(say, *key), _describe_counts(say, counts)) for key, counts in entries[skip : skip + PAGE]
    ]
    if not entries:
        parts.append(Text(say("Nobody has said yet why a match came to nothing.")))
    row = [
        Button(say("Limits of matching"), "matches.limits"), Button(say("The facilitator's list"), "matches.desk"),
    ]  # fmt: skip
    row += draw_page_buttons(say, "matches.reasons", skip, PAGE, more=len(entries) > skip + PAGE)
    return Card(say("Why matches came to nothing"), (*parts, Buttons(tuple(row))))


def _name_group(say: Say, quarter: Quarter, type_: str) -> str:
    period = say("Quarter {n} of {year}", n=quarter.number, year=str(quarter.year))
    return f"{period} · {name_flow(say, type_) if type_ else say('Its listing is gone')}"


def _describe_counts(say: Say, counts: list[ReasonCount]) -> str:
    names = dict(list_reason_options(say))
    return " · ".join(f"{names[one.reason]} ({one.organisations})" for one in counts if one.reason in names)


async def _draw_told_reasons(turn: Turn, _skip: int) -> Card:
    """Draw the reasons of the network, without numbers and without names."""
    say = turn.say
    told = list_told_reasons(await turn.store.match_refusals.list_refusals())
    text = (
        say("Most often: {reasons}.", reasons=describe_reasons(say, told))
        if told
        else say("Too few have said why for it to be told without giving anybody away.")
    )
    back = Buttons((Button(say("Matches"), "matches.page"),))
    return Card(say("Why matches came to nothing"), (Text(text), back))
