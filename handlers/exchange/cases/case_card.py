"""Draw known exchanges: one by itself, or the few that are like a listing, each with its source."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.access.rights.lookup import describe_missing_record, need_visible_record
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.markup_writer import write_markup
from handlers.chat.rich_text.model import Block, Run
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.cases.case_choice import MOST_SHOWN, count_same_words
from storage.directory.people import Person
from storage.exchange.cases import ExchangeCase
from storage.kit.database import Store

router = Router()


async def may_see_case(_store: Store, person: Person, case: ExchangeCase) -> bool:
    return person.secretariat or (case.retired_at is None and rights.is_confirmed_member(person))


async def find_numbered_case(turn: Turn, number: int) -> ExchangeCase | None:
    """Return the case with this number in its code if the person may see it."""
    found = await turn.store.cases.find_case_by_code(f"K-{number}")
    return found if found is not None and await may_see_case(turn.store, turn.person, found) else None


@router.on(Click, "cases.open")
async def on_case_open(event: Click, turn: Turn) -> Reply:
    say, found = turn.say, await turn.store.cases.find(parse_id(event.value))
    missing = describe_missing_record(turn, say("I cannot find that exchange."))
    case = await need_visible_record(turn, found, may_see_case, missing)
    rows = ((say("Place"), describe_place(case)), (say("Since"), str(case.since or "")))
    parts: tuple[Part, ...] = (
        Text(case.get_text(say.language)),
        Facts(tuple((label, text) for label, text in rows if text)),
        Buttons((Button(say("Open the source"), url=case.source),)),
    )
    return Reply(Card(f"{case.code} {case.get_what(say.language)}", parts))


def describe_place(case: ExchangeCase) -> str:
    """Return "Porsgrunn (NO)"."""
    return f"{case.place} ({case.country})"


def draw_like_cases(say: Say, cases: Sequence[ExchangeCase]) -> list[Part]:
    """Draw the few most alike of these, below how often the first of them was done."""
    if not cases:
        return [Text(say("I know of no such exchange elsewhere either."))]
    first, count = cases[0], count_same_words(cases[0], cases)
    what = first.get_what(say.language)
    told = say("{what} is done in at least {n} places, among them:", what=what, n=count)
    same = [case for case in cases if case.what_en == first.what_en]
    shown = (same if count > 1 else list(cases))[:MOST_SHOWN]
    head = told if count > 1 else say("This is done elsewhere:")
    return [Text(head), *(_draw_case_item(say, case, alone=count == 1) for case in shown)]


def _draw_case_item(say: Say, case: ExchangeCase, *, alone: bool) -> Item:
    """Draw one; `alone`: with what it is, since no line above says so."""
    link = write_markup([Block((Run(f"{case.get_text(say.language)} "), Run(say("source"), link=case.source)))])
    place = describe_place(case)
    since = say("since {year}", year=case.since) if case.since else ""
    return Item(f"{case.get_what(say.language)}, {place}" if alone else place, link, since, marked=True)
