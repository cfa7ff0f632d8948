"""Answer `året`: what came of an organisation's year, beside the year before, for its contact and deputy alone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn
from handlers.pages.addresses import YEAR, is_sign_in_safe
from handlers.pages.figures import list_periods
from handlers.pages.yearly.own_year import OwnYear, YearFigure, load_own_year
from handlers.pages.yearly.year_choice import (
    OrganisationYear,
    choose_known_year,
    list_represented_organisations,
    load_represented_organisation,
)
from storage.directory.organisations import Organisation

router = Router()
PATH = YEAR
#: other organisations that a button leads to
MOST_OTHERS = 3


@router.on(Command, "year")
async def on_year_command(event: Command, turn: Turn) -> Reply:
    mine = await list_represented_organisations(turn.store, turn.person)
    if not mine:
        raise UserError(turn.say("The year of an organisation is for its contact and deputy. You are neither."))
    return Reply(await draw_own_year_card(turn, mine[0], choose_known_year(turn, parse_id(event.text.strip()))))


@router.on(Click, "year.show")
async def on_year_show(event: Click, turn: Turn) -> Reply:
    asked = OrganisationYear.parse_value(event.value)
    organisation = await load_represented_organisation(turn, asked.organisation)
    card = await draw_own_year_card(turn, organisation, choose_known_year(turn, asked.year))
    return Reply(card, replace=event.direct)


async def draw_own_year_card(turn: Turn, organisation: Organisation, year: int) -> Card:
    """Draw the year with what its reader can do with it."""
    found, say = await load_own_year(turn, organisation, year), turn.say
    value = OrganisationYear(organisation.id, year).encode_value()
    row = [*_build_web_button(turn, organisation, year)]
    if not found.is_empty:
        row.append(Button(say("Share it"), "year.share", value, "primary"))
        row.append(Button(say("As a file"), "year.file", value))
    row.append(Button(say("Who has a link"), "year.shares", value))
    if str(year - 1) in list_periods(turn):
        earlier = OrganisationYear(organisation.id, year - 1).encode_value()
        row.append(Button(str(year - 1), "year.show", earlier))
    others = [one for one in await list_represented_organisations(turn.store, turn.person) if one.id != organisation.id]
    more = tuple(
        Button(one.name, "year.show", OrganisationYear(one.id, year).encode_value()) for one in others[:MOST_OTHERS]
    )
    return Card(format_year_title(say, found), (*draw_year_parts(turn, found), Buttons(tuple(row), more)))


def _build_web_button(turn: Turn, organisation: Organisation, year: int) -> Iterator[Button]:
    if is_sign_in_safe(turn.arena):
        asked = urlencode({"organisation": organisation.code, "period": year})
        yield Button(turn.say("Lists on the web"), url=f"{turn.arena.base_url.rstrip('/')}{PATH}?{asked}")


def format_year_title(say: Say, found: OwnYear) -> str:
    return say("{organisation} in {year}", organisation=found.organisation.name, year=found.year)


def draw_year_parts(at: RenderContext, found: OwnYear) -> list[Part]:
    """Draw the sections that have something to tell, each number with that of the year before."""
    say, parts = at.say, [*map(Text, describe_year(at, found))]
    if found.is_empty:
        return [*parts, Text(say("Nothing was registered in these two years."))]
    drawn: list[Part] = [*parts]
    for section, figures in found.sections:
        told = tuple(_describe_row(say, one, found.year) for one in figures if one.ids or one.earlier_ids)
        drawn += [Text(section.label(say), "strong"), Facts(told)] if told else []
    return drawn


def describe_year(at: RenderContext, found: OwnYear) -> Iterator[str]:
    """Yield what the numbers are of, and what must be known to compare them."""
    say, earlier = at.say, found.year - 1
    if found.over:
        yield say("All of {year}, beside {earlier}.", year=found.year, earlier=earlier)
    else:
        yield say("{year} until today, beside all of {earlier}.", year=found.year, earlier=earlier)
    if found.joined:
        day = say.format_day(found.organisation.created_at)
        yield say("{organisation} joined on {day}.", organisation=found.organisation.name, day=day)


def _describe_row(say: Say, one: YearFigure, year: int) -> tuple[str, str]:
    told = say("{value} ({year}: {earlier})", value=one.value, year=year - 1, earlier=one.earlier_value)
    return one.figure.label(say), told
