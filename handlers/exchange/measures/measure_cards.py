"""Show the measures of a quarter: four groups, the numbers of each, and the records that a number counts."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn
from handlers.exchange.listing_labels import list_missing, title_listing
from handlers.exchange.matches.match_disclosure import title_match
from handlers.exchange.matches.match_stages import describe_match_stage
from handlers.exchange.measures.match_steps import ANSWER_GOAL, HIT_GOAL, STEPS
from handlers.exchange.measures.quarter_measures import (
    GROUPS,
    HITS,
    LISTINGS,
    MATCHES,
    ORGANISATIONS,
    REASONS,
    TIMELY,
    UNDATED,
    Measure,
    load_measures,
)
from handlers.exchange.refusals.refusal_counts import Quarter, find_quarter

router = Router()
#: numbers, and records, on a page; names of organisations on one
PAGE, NAMES = 4, 20
_QUARTERS, _PERCENT = 4, 100


class MeasurePage(ButtonValue, frozen=True):
    """Name a quarter, a group of its numbers, one of these, and how many entries the page skips."""

    year: int
    quarter: int
    group: str = ""
    measure: str = ""
    skip: int = 0

    def choose_part(self, group: str, measure: str = "", skip: int = 0) -> str:
        return MeasurePage(self.year, self.quarter, group, measure, skip).encode_value()


@router.on(Click, "matches.measures")
async def on_measures(event: Click, turn: Turn) -> Reply:
    """Show the quarter that is asked for; the last whole one where none is."""
    asked, now = MeasurePage.parse_value(event.value), find_quarter(turn.now, turn.arena.zone)
    if not 1 <= asked.quarter <= _QUARTERS or (asked.year, asked.quarter) > now:
        return Reply(await draw_last_measures(turn))
    return Reply(await draw_measures(turn, asked), replace=True)


async def draw_last_measures(at: RenderContext) -> Card:
    """Draw the last quarter that is over."""
    last = find_quarter_before(find_quarter(at.now, at.arena.zone))
    return await draw_measures(at, MeasurePage(last.year, last.number))


def find_quarter_before(quarter: Quarter) -> Quarter:
    return Quarter(quarter.year, quarter.number - 1) if quarter.number > 1 else Quarter(quarter.year - 1, _QUARTERS)


def _find_quarter_after(quarter: Quarter) -> Quarter:
    return Quarter(quarter.year, quarter.number + 1) if quarter.number < _QUARTERS else Quarter(quarter.year + 1, 1)


async def draw_measures(at: RenderContext, page: MeasurePage) -> Card:
    groups = await load_measures(at, Quarter(page.year, page.quarter))
    found = groups.get(page.group)
    if found is None:
        return _draw_groups(at, page, groups)
    measure = next((one for one in found if one.name == page.measure), None)
    if measure is None:
        return _draw_numbers(at.say, page, found)
    return await _draw_records(at, page, measure)


def _draw_groups(at: RenderContext, page: MeasurePage, groups: dict[str, list[Measure]]) -> Card:
    say, quarter = at.say, Quarter(page.year, page.quarter)
    parts: list[Part] = []
    for group in GROUPS:
        show = Button(say("Show"), "matches.measures", page.choose_part(group))
        text, note = _sum_up_group(say, group, groups[group])
        parts.append(Item(_name_group(say, group), text, note, (show,) if groups[group] else ()))
    before, after = find_quarter_before(quarter), _find_quarter_after(quarter)
    row = [Button(say("Quarter before"), "matches.measures", MeasurePage(*before).encode_value())]
    more = [Button(say("Reasons for no"), "matches.reasons"), Button(say("The facilitator's list"), "matches.desk")]
    if after <= find_quarter(at.now, at.arena.zone):
        more.insert(0, Button(say("Quarter after"), "matches.measures", MeasurePage(*after).encode_value()))
    return Card(_title_quarter(say, page), (*parts, Buttons(tuple(row), tuple(more))))


def _title_quarter(say: Say, page: MeasurePage) -> str:
    return say("Measures: quarter {n} of {year}", n=page.quarter, year=str(page.year))


def _name_group(say: Say, group: str) -> str:
    return {
        LISTINGS: say("Offers and needs in force"), MATCHES: say("Matches"), REASONS: say("Reasons for no"),
        ORGANISATIONS: say("Organisations"),
    }[group]  # fmt: skip


def _sum_up_group(say: Say, group: str, found: Sequence[Measure]) -> tuple[str, str]:
    """Return the numbers of a group in a line, and how they are to the goals of the network."""
    if not found:
        return say("None"), ""
    if group != MATCHES:
        return " · ".join(_write_number(say, one) for one in found), ""
    known = {one.name: one for one in found}
    goals = (
        (HITS, say("goal {percent} %", percent=round(HIT_GOAL * _PERCENT))),
        (TIMELY, say("goal {percent} %", percent=round(ANSWER_GOAL * _PERCENT))),
    )
    notes = [f"{known[name].label}: {known[name].note} ({goal})" for name, goal in goals if known[name].note]
    notes.append(_write_number(say, known[UNDATED]))
    return " → ".join(_write_number(say, known[name]) for name in STEPS), " · ".join(notes)


def _write_number(say: Say, measure: Measure) -> str:
    return f"{measure.label}: {say.format_number(len(measure.ids))}"


def _draw_numbers(say: Say, page: MeasurePage, found: Sequence[Measure]) -> Card:
    """Draw the numbers of a group, each with the way to its records."""
    parts: list[Part] = []
    for one in found[page.skip : page.skip + PAGE]:
        show = Button(say("Show"), "matches.measures", page.choose_part(page.group, one.name))
        parts.append(Item(_write_number(say, one), one.note, buttons=(show,) if one.ids else ()))
    parts += draw_page_note(say, page.skip, PAGE, len(found))
    return _finish_page(say, page, parts, PAGE, len(found), MeasurePage(page.year, page.quarter))


async def _draw_records(at: RenderContext, page: MeasurePage, measure: Measure) -> Card:
    """Draw the records that a number counts."""
    say, size = at.say, NAMES if page.group == ORGANISATIONS else PAGE
    parts: list[Part] = [Text(_write_number(say, measure), "strong")]
    shown = measure.ids[page.skip : page.skip + size]
    if page.group == ORGANISATIONS:
        known = [await at.store.organisations.find(id) for id in shown]
        parts.append(Text(", ".join(one.name for one in known if one is not None)))
    elif page.group == LISTINGS:
        for listing in await at.store.listings.list_listings_by_id(shown):
            missing = list_missing(say, listing)
            lacks = say("Missing: {fields}.", fields=say.listed(missing)) if missing else ""
            parts.append(Item(title_listing(say, listing), lacks, buttons=_draw_show(say, "exchange.open", listing.id)))
    else:
        for id in shown:
            match = await at.store.matches.find(id)
            if match is not None:
                title, stage = await title_match(at, match), describe_match_stage(say, match)
                parts.append(Item(title, stage, buttons=_draw_show(say, "matches.open", match.id)))
    parts += draw_page_note(say, page.skip, size, len(measure.ids))
    return _finish_page(say, page, parts, size, len(measure.ids), MeasurePage(page.year, page.quarter, page.group))


def _draw_show(say: Say, action: str, id: int) -> tuple[Button, ...]:
    return (Button(say("Show"), action, str(id)),)


def _finish_page(say: Say, page: MeasurePage, parts: list[Part], size: int, n: int, back: MeasurePage) -> Card:
    """Add the ways to the pages beside this one, and back to what it was opened from."""
    row = draw_page_buttons(
        say, "matches.measures", page.skip, size, more=n > page.skip + size,
        value=lambda skip: page.choose_part(page.group, page.measure, skip),
    )  # fmt: skip
    label = _name_group(say, back.group) if back.group else say("Measures")
    leave = Button(label, "matches.measures", back.encode_value())
    return Card(_title_quarter(say, page), (*parts, Buttons((*row, leave))))
