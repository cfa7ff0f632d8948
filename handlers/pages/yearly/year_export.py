"""Export the year of an organisation as a file, with what its page says: for its contact, and behind a shared link."""

from __future__ import annotations

from handlers.chat import signed_links
from handlers.chat.cards import Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, LinkContext, RenderContext, Turn
from handlers.directory.file_links import list_file_addresses, offer_file_links
from handlers.documents import Heading, Paper, Paragraph, Part, Table
from handlers.pages.yearly.own_year import OwnYear, YearFigure, load_own_year
from handlers.pages.yearly.year_card import describe_year, format_year_title
from handlers.pages.yearly.year_choice import (
    OrganisationYear,
    choose_known_year,
    list_represented_organisations,
    load_represented_organisation,
)
from handlers.pages.yearly.year_sharing import load_shared_year
from handlers.questions.live.page_readers import find_page_reader
from storage.directory.organisations import Organisation
from storage.kit.database import Store

router = Router()
#: the year stands before the token, and in the purpose that is signed
PURPOSE, PATH = "year.file", "/data/own-year/{token}"
#: relative widths of the columns: figure, definition, the year, the one before
WIDTHS = (3, 4, 1.5, 1.5)


@router.on(Click, "year.file")
async def on_year_file(event: Click, turn: Turn) -> Reply:
    """Offer a link for each language, for an hour."""
    asked = OrganisationYear.parse_value(event.value)
    organisation = await load_represented_organisation(turn, asked.organisation)
    year = choose_known_year(turn, asked.year)
    title = turn.say("{organisation} in {year}", organisation=organisation.name, year=year)
    return offer_file_links(turn, _name_purpose(str(year)), _build_path(year), organisation.id, title)


def list_year_files(turn: Turn, organisation: Organisation, year: int) -> list[tuple[str, str]]:
    """Return a label and an address for each kind of file, for the page of the year."""
    return list_file_addresses(turn, _name_purpose(str(year)), _build_path(year), organisation.id)


def _name_purpose(year: str) -> str:
    return f"{PURPOSE}:{year}"


def _build_path(year: int) -> str:
    return PATH.replace("{token}", f"{year}-{{token}}")


async def build_linked_year(store: Store, arena: Arena, token: str, language: str) -> Paper | None:
    """Build what a link opens now; None for an invalid or expired link, or a reader who no longer acts for them."""
    year, _, signed = token.partition("-")
    link = signed_links.parse_link_token(arena, _name_purpose(year), signed, store.now)
    who = await find_page_reader(store, link) if link is not None and link.person_id else None
    if link is None or who is None or who.person is None:
        return None
    mine = await list_represented_organisations(store, who.person)
    organisation = next((one for one in mine if one.id == link.id), None)
    if organisation is None:
        return None
    at = LinkContext(store, Say(language, arena.zone), arena)
    return build_year_paper(at, await load_own_year(at, organisation, int(year)))


async def build_shared_year(store: Store, arena: Arena, token: str, language: str) -> Paper | None:
    """Build the year that a shared link opens; None once it has ended."""
    at = LinkContext(store, Say(language, arena.zone), arena)
    found = await load_shared_year(at, token)
    return build_year_paper(at, found[0]) if found is not None else None


def build_year_paper(at: RenderContext, found: OwnYear) -> Paper:
    say, parts = at.say, list[Part](Paragraph(line, "subtle") for line in describe_year(at, found))
    years = (str(found.year), str(found.year - 1))
    for section, figures in found.sections:
        rows = tuple(_build_row(say, one) for one in figures)
        parts += [Heading(section.label(say)), Table(rows, (say("Figure"), say("What it counts"), *years), WIDTHS)]
    return Paper(
        title=format_year_title(say, found), parts=tuple(parts), language=say.language,
        name=f"year-{found.organisation.code}-{found.year}", author=at.arena.name, subject=say("The year"),
        keywords=str(found.year), made_at=at.now,
    )  # fmt: skip


def _build_row(say: Say, one: YearFigure) -> tuple[str, ...]:
    return one.figure.label(say), one.figure.definition(say), one.value, one.earlier_value
