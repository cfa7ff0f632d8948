"""Load the search that a button names, for whoever may decide about it."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.errors import Missing
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.turn import Turn
from handlers.library.searches import search_targets
from storage.library.search_terms import ChosenSearch, MissedSearch

Row = MissedSearch | ChosenSearch


def format_search_value(row: Row) -> str:
    """Return "m12" for a search without results, "c12" for one after which a record was opened."""
    return f"{'m' if isinstance(row, MissedSearch) else 'c'}{row.id}"


async def find_search_row(turn: Turn, value: str) -> Row | None:
    """Return the search, or None if it was deleted or finds something by now."""
    id, searches = parse_optional_id(value[1:]), turn.store.search_terms
    if id is None or value[0] not in "mc":
        return None
    return await (searches.find_missed_search(id) if value[0] == "m" else searches.find_chosen_search(id))


async def load_search_row(turn: Turn, value: str) -> tuple[Row, int | None]:
    """Return the search and its topic. Raises Missing, and NotAllowed for the topic of another lead."""
    row = await find_search_row(turn, value)
    topic_id = row.topic_id or None if isinstance(row, MissedSearch) else None
    if isinstance(row, ChosenSearch):
        record = await search_targets.find_visible_target(turn, row.kind, row.record_id)
        row, topic_id = (row, record.row.topic_id) if record else (None, None)
    if row is None:
        raise Missing(turn.say("I cannot find that."))
    await rights.need_topic_lead(turn, topic_id)
    return row, topic_id
