"""Which search a button means, and whether it is this person's to decide on."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.errors import Missing
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.turn import Turn
from handlers.library.searches import records
from storage.library.search_terms import ChosenSearch, MissedSearch

Row = MissedSearch | ChosenSearch


def value_of(row: Row) -> str:
    """ "m12" found nothing; after "c12" something was opened."""
    return f"{'m' if isinstance(row, MissedSearch) else 'c'}{row.id}"


async def found(turn: Turn, value: str) -> Row | None:
    """None for one that is forgotten, or found by now."""
    id, searches = parse_optional_id(value[1:]), turn.store.searches
    if id is None or value[0] not in "mc":
        return None
    return await (searches.find_missed(id) if value[0] == "m" else searches.find_chosen(id))


async def meant(turn: Turn, value: str) -> tuple[Row, int | None]:
    """With its topic. Raises NotAllowed for those of another's topic."""
    row = await found(turn, value)
    topic_id = row.topic_id or None if isinstance(row, MissedSearch) else None
    if isinstance(row, ChosenSearch):
        record = await records.seen(turn, row.kind, row.record_id)
        row, topic_id = (row, record.row.topic_id) if record else (None, None)
    if row is None:
        raise Missing(turn.say("That is gone."))
    await rights.need_lead(turn, topic_id)
    return row, topic_id
