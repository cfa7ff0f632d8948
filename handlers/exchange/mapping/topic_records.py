"""Gather what is known of each topic in each park: solutions, questions, who has done something and who tries it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.access import rights
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.mapping.park_flows import FLOOR
from handlers.exchange.park_members import group_organisations_by_park
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.organisations import Organisation
from storage.pages.record_sources import RecordFilter
from storage.pages.topic_records import TopicRecord
from storage.policy.rounds import IRRELEVANT

#: what a cell counts, in its order
SOLUTION, ROUND, TRIAL, QUESTION = KINDS = ("solution", "round", "trial", "question")
#: (park, topic)
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TopicMap:
    """Hold the parks, the organisations in each, and what one reader may know of each topic there."""

    parks: Sequence[Organisation]
    within: Mapping[int, Sequence[Organisation]]
    #: kind -> cell -> how many
    counts: Mapping[str, Mapping[Cell, int]]
    #: cell -> ids of rounds, and of solutions that are tried there
    rounds: Mapping[Cell, Sequence[int]]
    trials: Mapping[Cell, Sequence[int]]

    def list_topic_ids(self, park_id: int | None = None) -> set[int]:
        """Return the topics of which something is known, there or anywhere."""
        return {topic for found in self.counts.values() for park, topic in found if park_id in (None, park)}


async def build_topic_map(turn: Turn) -> TopicMap:
    """Build the map for one reader. The reader must be a confirmed member."""
    every = await turn.store.organisations.list_all_organisations()
    within = group_organisations_by_park(every)
    parks = sorted((one for one in every if one.id in within), key=lambda one: one.name.casefold())
    park_of, which = {one.id: id for id, those in within.items() for one in those}, await build_topic_filter(turn)
    counts: dict[str, Mapping[Cell, int]] = {}
    for kind in (SOLUTION, QUESTION):
        found = defaultdict[Cell, int](int)
        owned = await turn.store.record_lists.count_records_by_owner_and_topic(kind, which)
        for (organisation_id, topic_id), n in owned.items():
            if organisation_id in park_of:
                found[park_of[organisation_id], topic_id] += n
        counts[kind] = found
    rounds = _group_records(await _list_adopted_rounds(turn), park_of)
    tried = await turn.store.topic_records.list_tried_solutions(which)
    trials = _group_records(tried, park_of, least=1 if turn.person.secretariat else FLOOR)
    counts[ROUND] = {cell: len(ids) for cell, ids in rounds.items()}
    counts[TRIAL] = {cell: len(ids) for cell, ids in trials.items()}
    return TopicMap(parks, within, {kind: counts[kind] for kind in KINDS}, rounds, trials)


async def build_topic_filter(
    turn: Turn, park: Sequence[Organisation] = (), topic_id: int | None = None
) -> RecordFilter:
    """Return what this reader may see of solutions and questions, in this park and of this topic."""
    viewer = await turn.store.audiences.build_viewer(turn.person)
    which = RecordFilter(viewer, rights.list_solution_levels(turn.person), topic_id=topic_id)
    return replace(which, organisation_ids=[one.id for one in park]) if park else which


async def _list_adopted_rounds(turn: Turn) -> list[TopicRecord]:
    """List what organisations have done or plan by their names; the secretariat reads all answers."""
    asked = None if turn.person.secretariat else sorted(await list_reader_organisation_ids(turn.store, turn.person))
    found = await turn.store.topic_records.list_adopted_rounds(asked)
    return [record for record, state in found if state != IRRELEVANT]


def _group_records(records: Iterable[TopicRecord], park_of: Mapping[int, int], least: int = 1) -> dict[Cell, list[int]]:
    """Return cell -> ids of its records, where at least so many organisations have a part in them."""
    found, parts = defaultdict[Cell, list[int]](list), defaultdict[Cell, set[int]](set)
    for record in records:
        if record.organisation_id in park_of:
            cell = park_of[record.organisation_id], record.topic_id
            parts[cell].add(record.organisation_id)
            found[cell] += [] if record.record_id in found[cell] else [record.record_id]
    return {cell: ids for cell, ids in found.items() if len(parts[cell]) >= least}


def describe_topic_count(say: Say, kind: str, n: int) -> str:
    """Return "2 løsninger"."""
    match kind:
        case "solution":
            return say.many("{n} solution", "{n} solutions", n)
        case "round":
            return say.many("{n} round", "{n} rounds", n)
        case "trial":
            return say.many("{n} trial", "{n} trials", n)
    return say.many("{n} question", "{n} questions", n)
