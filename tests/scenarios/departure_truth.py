"""What is true when somebody leaves: how many things came to whom."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from storage.directory.handovers import Handover, HandoverPart
from tests.scenarios.truth import Book, Claim, Moment


async def _counts(moment: Moment) -> Counter[str]:
    """Name -> how many things came to them, of departures that were not undone."""
    rows = await moment.store.session.execute(
        sa.select(HandoverPart.to_id)
        .join(Handover, Handover.id == HandoverPart.handover_id)
        .where(Handover.undone_at.is_(None), HandoverPart.to_id.is_not(None))
    )
    return Counter([(await moment.store.people.load_person(id)).name for (id,) in rows])


async def _mine(moment: Moment, found: dict[str, str]) -> str:
    counts = await _counts(moment)
    n = counts[moment.reader.name] if moment.reader is not None else 0
    return "" if int(found["n"]) == n else f"to them came {n}, of {counts}"


async def _theirs(moment: Moment, found: dict[str, str]) -> str:
    counts = await _counts(moment)
    return "" if int(found["n"]) == counts[found["name"]] else f"to whom came what is {counts}"


CLAIMS = (
    Claim("You are now responsible for {n} thing:", _mine, "You are now responsible for {n} things:"),
    Claim("{name} takes over {n} thing.", _theirs, "{name} takes over {n} things."),
)
DEPARTURES = Book(CLAIMS)
