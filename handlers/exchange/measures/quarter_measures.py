"""Load the numbers of a quarter, in four groups: listings, matches, reasons for no, and organisations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from handlers.exchange.listing_labels import list_missing, name_flow
from handlers.exchange.matches.match_stages import describe_stage, list_reason_options
from handlers.exchange.measures.match_steps import (
    ANSWER_DAYS,
    BOTH_YES,
    ONE_YES,
    Share,
    leave_out_replaced,
    list_steps,
    list_undated,
    measure_answers,
    measure_hits,
)
from handlers.exchange.refusals.refusal_counts import Quarter, find_quarter
from storage.exchange.listings import Listing
from storage.exchange.match_votes import MatchVote
from storage.kit.database import Store

#: groups of numbers, in their order
LISTINGS, MATCHES, REASONS, ORGANISATIONS = "listings", "matches", "reasons", "organisations"
GROUPS = (LISTINGS, MATCHES, REASONS, ORGANISATIONS)
#: names of numbers that are not those of a step
HITS, WAITING, TIMELY, LATE, UNDATED = "hits", "waiting", "timely", "late", "undated"
TOLD, SILENT = "told", "silent"
_WHOLE = 100


class Measure(NamedTuple):
    """Hold a number: its name in a button, what it is called, what is said of it, and the ids of its records."""

    name: str
    label: str
    ids: tuple[int, ...]
    note: str = ""


async def load_measures(at: RenderContext, quarter: Quarter) -> dict[str, list[Measure]]:
    """Return the numbers of each group. Listings and organisations are as they are today."""
    return {
        LISTINGS: list_listing_measures(at.say, await at.store.listings.list_open_listings()),
        MATCHES: await _list_match_measures(at, quarter),
        REASONS: await _list_reason_measures(at, quarter),
        ORGANISATIONS: await _list_organisation_measures(at.say, at.store),
    }


def list_listing_measures(say: Say, listings: Sequence[Listing]) -> list[Measure]:
    """Return how many there are of each type in force, the most frequent first, and what they leave out."""
    types = defaultdict[str, list[Listing]](list)
    for listing in listings:
        types[listing.type].append(listing)
    measures = list[Measure]()
    for type_, found in sorted(types.items(), key=lambda one: (-len(one[1]), one[0])):
        lacks = Counter(field for listing in found for field in list_missing(say, listing))
        whole = sum(not list_missing(say, listing) for listing in found)
        note = say("Complete: {n} of {all}", n=whole, all=len(found))
        missing = ", ".join(f"{field} ({n})" for field, n in lacks.most_common())
        told = f"{note}. {say('Missing: {fields}.', fields=missing)}" if missing else f"{note}."
        measures.append(Measure(type_, name_flow(say, type_), tuple(one.id for one in found), told))
    return measures


async def _list_match_measures(at: RenderContext, quarter: Quarter) -> list[Measure]:
    say, zone, votes = at.say, at.arena.zone, defaultdict[int, list[MatchVote]](list)
    matches = await at.store.matches.list_all_matches()
    proposed = leave_out_replaced(matches)
    for vote in await at.store.match_votes.list_all_votes():
        votes[vote.match_id].append(vote)
    steps = [
        Measure(step.name, _name_step(say, step.name), step.ids, _describe_days(say, step.days))
        for step in list_steps(proposed, votes, quarter, zone)
    ]
    hits = measure_hits(proposed, quarter, zone)
    answers = measure_answers(matches, votes, quarter, at.store.now, zone)
    undated = list_undated(matches, at.arena.find_day(at.store.now))
    return [
        *steps,
        Measure(HITS, say("Two yeses, of those proposed in the quarter"), hits.ids, describe_share(say, hits)),
        Measure(WAITING, say("Proposed in the quarter, and not decided yet"), hits.waiting),
        Measure(
            TIMELY, say("Answers within {n} working days", n=ANSWER_DAYS), answers.ids, describe_share(say, answers)
        ),
        Measure(LATE, say("Not answered in that time"), answers.others),
        Measure(UNDATED, say("Under way without a next day"), undated),
    ]


def _name_step(say: Say, name: str) -> str:
    return {ONE_YES: say("One yes"), BOTH_YES: say("Two yeses, in talks")}.get(name) or describe_stage(say, name)


def _describe_days(say: Say, days: int | None) -> str:
    return "" if days is None else say.many("Median: {n} day", "Median: {n} days", days)


def describe_share(say: Say, share: Share) -> str:
    """Return "12 of 40, 30 %"; empty where there is nothing to take a share of."""
    if not share.whole:
        return ""
    percent = round(_WHOLE * len(share.ids) / share.whole)
    return say("{n} of {all}, {percent} %", n=len(share.ids), all=share.whole, percent=percent)


async def _list_reason_measures(at: RenderContext, quarter: Quarter) -> list[Measure]:
    """Return how many organisations gave each reason in the quarter, and the matches that they gave it for."""
    givers, ids = defaultdict[str, set[int]](set), defaultdict[str, dict[int, None]](dict)
    for refusal in await at.store.match_refusals.list_refusals():
        if find_quarter(refusal.at, at.arena.zone) == quarter:
            for reason in refusal.reasons:
                givers[reason].add(refusal.organisation_id)
                ids[reason][refusal.match_id] = None
    names = dict(list_reason_options(at.say))
    found = sorted((one for one in ids if one in names), key=lambda one: (-len(ids[one]), one))
    say = at.say
    return [
        Measure(
            one, names[one], tuple(ids[one]), say.many("{n} organisation", "{n} organisations", len(givers[one]))
        )
        for one in found
    ]  # fmt: skip


async def _list_organisation_measures(say: Say, store: Store) -> list[Measure]:
    told = await store.exchange_map.list_organisation_ids_with_streams()
    every = await store.organisations.list_all_organisations()
    declared = {*await store.streams.map_declarations()} - told
    with_streams = tuple(one.id for one in every if one.id in told)
    others = tuple(one.id for one in every if one.id not in told)
    nothing = sum(id in declared for id in others)
    note = say("{n} of them say that nothing flows", n=nothing) if nothing else ""
    of_all = say("{n} of {all}", n=len(with_streams), all=len(every))
    return [
        Measure(TOLD, say("Organisations with a stream"), with_streams, of_all),
        Measure(SILENT, say("Organisations without one"), others, note),
    ]
