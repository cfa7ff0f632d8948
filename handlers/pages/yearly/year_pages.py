"""Show the year of an organisation on the web, and behind each number the records that it is made of."""

from __future__ import annotations

from urllib.parse import urlencode

from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.pages import list_choices, number_page
from handlers.pages.figure_rows import load_figure_rows
from handlers.pages.figures import MOST_YEARS, list_periods
from handlers.pages.list_choices import PAGE, ListChoices
from handlers.pages.page_parts import EntryList, LinkGroup, PageLink, PageRequest, WebPage, YearRow, YearTable
from handlers.pages.yearly.own_figures import OWN
from handlers.pages.yearly.own_year import OwnYear, YearFigure, list_figure_ids, load_own_year
from handlers.pages.yearly.year_card import PATH, describe_year, format_year_title
from handlers.pages.yearly.year_choice import choose_usual_year, list_represented_organisations
from handlers.pages.yearly.year_export import list_year_files
from storage.directory.organisations import Organisation

SECTION = number_page.SECTION


async def draw_own_year_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw the year; None for whoever is contact or deputy of nobody, as for an organisation of others."""
    say, found = turn.say, await _parse_year_choices(turn, asked)
    if found is None:
        return None
    choices, mine, organisation, year = found
    shown = await load_own_year(turn, organisation, year)
    lead = say(
        "Only its contact and deputy see this. Write “year” to {name} in the chat to share it.", name=turn.arena.name
    )
    return WebPage(
        SECTION,
        format_year_title(say, shown),
        lead,
        back=PageLink(say("Numbers"), number_page.PATH),
        groups=_build_year_groups(turn, choices, mine, organisation, year),
        remarks=tuple(describe_year(turn, shown)),
        years=build_year_tables(say, shown, with_links=True),
        links=tuple(PageLink(*one) for one in list_year_files(turn, organisation, year)),
    )


async def draw_own_figure_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw the records behind one number: the very ids that it counts."""
    say, figure = turn.say, OWN.get(asked.code)
    found = await _parse_year_choices(turn, PageRequest(f"{PATH}/{asked.code}", query=asked.query), later=1)
    if found is None or figure is None:
        return None
    choices, _, organisation, year = found
    ids = await list_figure_ids(turn, figure, organisation, year)
    rows = await load_figure_rows(turn, figure.kind, ids, choices.skip, PAGE)
    if not list_choices.is_page_there(choices, rows.seen):
        return None
    address = f"{PATH}?{_build_query(organisation, max(year, _list_years(turn, 0)[-1]))}"
    hidden = len(ids) - rows.seen
    remarks = [say.many("{n} more that you may not see.", "{n} more that you may not see.", hidden)] if hidden else []
    return WebPage(
        SECTION,
        f"{figure.label(say).removeprefix('– ')}, {year}",
        figure.definition(say),
        back=PageLink(say("The year"), address),
        listing=EntryList(
            rows.entries,
            say.many("{n} record", "{n} records", len(ids)),
            pages=list_choices.build_page_links(say, choices, rows.seen),
        ),
        remarks=tuple(remarks),
    )


def build_year_tables(say: Say, found: OwnYear, *, with_links: bool) -> tuple[YearTable, ...]:
    """Return the sections with both years beside each other; `with_links`: to the lists behind the numbers."""
    headings = (str(found.year), str(found.year - 1))
    return tuple(
        YearTable(
            section.label(say),
            headings,
            tuple(_build_year_row(say, found, one, with_links=with_links) for one in figures),
        )
        for section, figures in found.sections
    )


def _build_year_row(say: Say, found: OwnYear, one: YearFigure, *, with_links: bool) -> YearRow:
    addresses = [
        f"{PATH}/{one.figure.name}?{_build_query(found.organisation, year)}" if with_links and ids else ""
        for year, ids in ((found.year, one.ids), (found.year - 1, one.earlier_ids))
    ]
    values = tuple(zip((one.value, one.earlier_value), addresses, strict=True))
    return YearRow(one.figure.label(say), one.figure.definition(say), values)


def _build_query(organisation: Organisation, year: int) -> str:
    return urlencode({"organisation": organisation.code, "period": year})


def _list_years(turn: Turn, later: int) -> list[int]:
    """Return the years that an address may name; `later`: how many more that others are compared with."""
    years = [int(name) for name in list_periods(turn)]
    assert len(years) == MOST_YEARS, "each has a year before it"
    return years + [years[-1] - n for n in range(1, later + 1)]


async def _parse_year_choices(
    turn: Turn, asked: PageRequest, later: int = 0
) -> tuple[ListChoices, list[Organisation], Organisation, int] | None:
    mine = list(await list_represented_organisations(turn.store, turn.person))
    known = {"organisation": {one.code for one in mine}, "period": {str(year) for year in _list_years(turn, later)}}
    choices = list_choices.parse_list_choices(asked, known)
    if choices is None or not mine:
        return None
    organisation = next((one for one in mine if one.code == choices.values.get("organisation")), mine[0])
    return choices, mine, organisation, int(choices.values.get("period", choose_usual_year(turn)))


def _build_year_groups(
    turn: Turn, choices: ListChoices, mine: list[Organisation], organisation: Organisation, year: int
) -> tuple[LinkGroup, ...]:
    """Return the years, and the organisations where the reader acts for several."""
    say, chosen = turn.say, ListChoices(choices.path, {"organisation": organisation.code, "period": str(year)})
    years = [(str(one), str(one)) for one in _list_years(turn, 0)]
    groups = [list_choices.build_link_group(chosen, say("Year"), "period", years)]
    if len(mine) > 1:
        names = [(one.code, one.name) for one in mine]
        groups.append(list_choices.build_link_group(chosen, say("Organisation"), "organisation", names))
    return tuple(groups)
