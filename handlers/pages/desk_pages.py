"""Show the facilitator's desk on the web, and all matches by their stage: to the secretariat alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from handlers.chat.turn import Turn
from handlers.exchange.matches.desk_entries import DeskEntry, DeskMatch
from handlers.exchange.matches.desk_items import draw_desk_item
from handlers.exchange.matches.match_desk import ANSWERS, DATED, NEAR, URGENT, load_desk, name_desk_part
from handlers.exchange.matches.match_stages import describe_stage
from handlers.pages import list_choices
from handlers.pages.exchange_tabs import DESK, build_exchange_tabs
from handlers.pages.list_choices import PAGE, ListChoices
from handlers.pages.page_parts import EntryList, FigureRow, FigureTable, LinkGroup, PageEntry, PageRequest, WebPage
from storage.exchange.matches import STAGES

SECTION = "desk"
PARTS = (URGENT, DATED, ANSWERS, NEAR)
#: choices in the address: a part of the desk, or a stage of all matches
PART, STAGE = "part", "stage"


async def draw_desk_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw one part of the desk, or the matches at one stage; the most urgent part where none is chosen."""
    choices = list_choices.parse_list_choices(asked, {PART: PARTS, STAGE: STAGES}) if turn.person.secretariat else None
    if choices is None or {PART, STAGE} <= {*choices.values}:
        return None
    desk, say = await load_desk(turn), turn.say
    stage, part = choices.values.get(STAGE), choices.values.get(PART, URGENT)
    found: Sequence[DeskEntry] = desk[part] if stage is None else await _list_matches_at(turn, stage)
    if not list_choices.is_page_there(choices, len(found)):
        return None
    items = [await draw_desk_item(turn, entry) for entry in found[choices.skip : choices.skip + PAGE]]
    entries = tuple(PageEntry(item.title, text=item.text, notes=tuple(filter(None, (item.note,)))) for item in items)
    summary = say.many("{n} entry", "{n} entries", len(found))
    title = describe_stage(say, stage) if stage else name_desk_part(say, part)
    return WebPage(
        SECTION,
        title,
        say("What is to be done about an entry is done in the chat."),
        groups=(*build_exchange_tabs(turn, DESK), *await _build_desk_links(turn, choices, desk)),
        listing=EntryList(entries, summary, pages=list_choices.build_page_links(say, choices, len(found))),
    )


async def _list_matches_at(turn: Turn, stage: str) -> list[DeskMatch]:
    return [DeskMatch(match, "", ()) for match in await turn.store.matches.list_matches_at((stage,))]


async def _count_stages(turn: Turn) -> Counter[str]:
    return Counter(match.stage for match in await turn.store.matches.list_all_matches())


async def _build_desk_links(
    turn: Turn, choices: ListChoices, desk: dict[str, Sequence[DeskEntry]]
) -> tuple[LinkGroup, ...]:
    say, counts = turn.say, await _count_stages(turn)
    part = "" if STAGE in choices.values else choices.values.get(PART, URGENT)
    parts = [(one, f"{name_desk_part(say, one)} ({len(desk[one])})") for one in PARTS]
    stages = [(one, f"{describe_stage(say, one)} ({counts[one]})") for one in STAGES]
    at_part, at_stage = ListChoices(DESK, {PART: part}), ListChoices(DESK, {STAGE: choices.values.get(STAGE, "-")})
    by_stage = list_choices.build_link_group(at_stage, say("All matches, by stage"), STAGE, stages)
    return list_choices.build_link_group(at_part, say("The facilitator's list"), PART, parts), by_stage


async def draw_desk_tables(turn: Turn) -> list[FigureTable]:
    """Draw how much the desk holds, and how many matches are at each stage; each number leads to its list."""
    say, desk, counts = turn.say, await load_desk(turn), await _count_stages(turn)
    parts = [_draw_row(name_desk_part(say, part), say.format_number(len(desk[part])), PART, part) for part in PARTS]
    stages = [_draw_row(describe_stage(say, one), say.format_number(counts[one]), STAGE, one) for one in STAGES]
    return [
        FigureTable(say("The facilitator's list"), tuple(parts)),
        FigureTable(say("All matches, by stage"), tuple(stages)),
    ]


def _draw_row(label: str, value: str, choice: str, name: str) -> FigureRow:
    return FigureRow(label, "", value, f"{DESK}?{urlencode({choice: name})}")
