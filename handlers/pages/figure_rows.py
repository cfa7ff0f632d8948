"""List the records that a figure counts, as far as the reader may see them; how many more there are is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.matches.match_disclosure import may_see_match
from handlers.exchange.matches.match_sides import list_own_sides
from handlers.exchange.matches.match_stages import describe_match_stage
from handlers.exchange.plots.lookup import may_change_plot
from handlers.exchange.plots.plot_card import describe_placement
from handlers.meetings.actions.action_texts import describe_due_date
from handlers.meetings.actions.lookup import may_see_action
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.occurrence_facts import describe_occurrence_time
from handlers.meetings.occurrence_view import find_occurrence_view
from handlers.pages import meeting_pages, policy_pages, question_pages, solution_pages
from handlers.pages.page_parts import PageEntry
from handlers.pages.record_list_page import RecordListing, build_reader_filter, map_topics
from handlers.policy.rounds.lookup import may_see_round
from storage.exchange.listings import OFFER
from storage.exchange.match_amounts import MatchAmount
from storage.exchange.matches import SUPPLY
from storage.pages.record_sources import NEWEST

#: describes a record; None where the reader may not see it, or it is gone
Describe = Callable[[Turn, int], Awaitable[PageEntry | None]]
LONGEST_TEXT = 160
_LISTINGS: Mapping[str, RecordListing] = {
    one.kind: one
    for one in (
        question_pages.QUESTIONS, solution_pages.SOLUTIONS, policy_pages.ISSUES, policy_pages.CONSULTATIONS,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureRows:
    """Hold one page of the records of a figure."""

    entries: tuple[PageEntry, ...]
    #: how many of all its records the reader may see
    seen: int


async def load_figure_rows(turn: Turn, kind: str, ids: Sequence[int], skip: int, limit: int) -> FigureRows:
    """Return a page of those of these records that the reader may see."""
    if kind in _LISTINGS:
        return await _load_listed_rows(turn, _LISTINGS[kind], ids, skip, limit)
    entries = [entry for id in ids if (entry := await _DESCRIBED[kind](turn, id)) is not None]
    return FigureRows(tuple(entries[skip : skip + limit]), len(entries))


async def _load_listed_rows(
    turn: Turn, listing: RecordListing, ids: Sequence[int], skip: int, limit: int
) -> FigureRows:
    which, topics = replace(await build_reader_filter(turn, listing.kind), ids=ids), await map_topics(turn)
    rows = await turn.store.record_lists.list_records(listing.kind, which, NEWEST, limit, skip)
    seen = await turn.store.record_lists.count_records(listing.kind, which)
    return FigureRows(tuple(await listing.draw_entries(turn, rows, topics)), seen)


async def _describe_meeting_row(turn: Turn, id: int) -> PageEntry | None:
    view = await find_occurrence_view(turn.store, id)
    if view is None or not await may_see_meeting(turn.store, view.meeting, turn.person):
        return None
    return PageEntry(view.title, f"{meeting_pages.PATH}/{id}", notes=(describe_occurrence_time(view, turn.say),))


async def _describe_round_row(turn: Turn, id: int) -> PageEntry | None:
    round = await turn.store.rounds.find(id)
    if round is None or not await may_see_round(turn.store, turn.person, round):
        return None
    return PageEntry(
        round.title, code=round.code, notes=(turn.say("by {day}", day=turn.say.format_day(round.deadline)),)
    )


async def _describe_action_row(turn: Turn, id: int) -> PageEntry | None:
    action = await turn.store.actions.find(id)
    if action is None or not await may_see_action(turn.store, turn.person, action):
        return None
    today = turn.today
    notes = (turn.say("by {day}", day=turn.say.format_day(action.due)), describe_due_date(action, turn.say, today))
    return PageEntry(shorten_text(action.text, LONGEST_TEXT), notes=notes)


async def _describe_match_row(turn: Turn, id: int) -> PageEntry | None:
    match = await turn.store.matches.find(id)
    if match is None or not await may_see_match(turn.store, turn.person, match):
        return None
    names = [await turn.store.organisations.find(match.get_organisation_id(side)) for side in ("offer", "need")]
    arrow = " → " if match.purpose == SUPPLY else " + "
    told = arrow.join(one.name for one in names if one is not None)
    notes = (describe_match_stage(turn.say, match), *await _list_both_amounts(turn, id))
    return PageEntry(told, code=match.code, notes=notes)


async def _list_both_amounts(turn: Turn, match_id: int) -> list[str]:
    """List what both sides gave, for the secretariat. The year of one side holds nobody else's amount."""
    if not turn.person.secretariat:
        return []
    given = await turn.store.match_amounts.list_amounts_of_match(match_id)
    return [f"{one.year}: {_describe_amount(turn.say, one)}" for one in given]


def _describe_amount(say: Say, one: MatchAmount) -> str:
    return (
        say("supplied: {amount}", amount=describe_amount(say, one.amount))
        if one.side == OFFER
        else say("received: {amount}", amount=describe_amount(say, one.amount))
    )


async def _describe_amount_row(turn: Turn, id: int) -> PageEntry | None:
    """Describe what one side gave: to those who act for that side, and the secretariat."""
    found = await turn.store.match_amounts.list_amounts_by_id([id])
    match = await turn.store.matches.find(found[0].match_id) if found else None
    if match is None:
        return None
    if not turn.person.secretariat and found[0].side not in await list_own_sides(turn.store, turn.person, match):
        return None
    text = _describe_amount(turn.say, found[0])
    return PageEntry(text, code=match.code, notes=(str(found[0].year), turn.say("as the party gave it")))


async def _describe_placement_row(turn: Turn, id: int) -> PageEntry | None:
    """Describe what was taken into use of a plot, to the secretariat and to those who may change the plot."""
    found = await turn.store.plot_placements.find(id)
    plot = await turn.store.plots.find(found.plot_id) if found is not None else None
    if found is None or not (turn.person.secretariat or (plot is not None and await may_change_plot(turn, plot))):
        return None
    return PageEntry(describe_placement(turn.say, found), code=plot.code if plot else "", notes=(found.name,))


async def _describe_organisation_row(turn: Turn, id: int) -> PageEntry | None:
    """Describe an organisation, to the secretariat alone: the figures over organisations are its own."""
    one = await turn.store.organisations.find(id) if turn.person.secretariat else None
    return PageEntry(one.name, notes=tuple(filter(None, (one.place,)))) if one is not None else None


_DESCRIBED: Mapping[str, Describe] = {
    "meeting": _describe_meeting_row,
    "round": _describe_round_row,
    "action": _describe_action_row,
    "match": _describe_match_row,
    "amount": _describe_amount_row,
    "placement": _describe_placement_row,
    "organisation": _describe_organisation_row,
}
