"""Count a question how a match goes that nobody answers as one that says that it stands still."""

from __future__ import annotations

from datetime import date

from handlers.exchange.matches.match_sides import build_match_subject
from storage.exchange.matches import ListingMatch
from storage.kit.database import Store


def build_question_key(match_id: int, asked: date, person_id: int) -> str:
    return f"match:{match_id}:progress:{asked.isoformat()}:{person_id}"


async def find_last_question(store: Store, match: ListingMatch) -> date | None:
    """Return the day on which the sides were last asked how it goes."""
    rows = await store.scheduled_notifications.list_posted_deliveries([build_match_subject(match.id)])
    lead = f"match:{match.id}:progress:"
    return max(
        (date.fromisoformat(row.key[len(lead) :][:10]) for row in rows if row.key.startswith(lead)), default=None
    )


async def count_silence(store: Store, match: ListingMatch) -> None:
    """Count the last question if neither side has answered it, before the next is asked."""
    asked = await find_last_question(store, match)
    if asked is not None and (match.stalled_on is None or match.stalled_on < asked):
        match.stalled += 1


def note_answer(match: ListingMatch, answered: date | None) -> None:
    """Record that it moves on, by the question of that day or by a next step."""
    match.stalled = 0
    if answered is not None and (match.stalled_on is None or match.stalled_on < answered):
        match.stalled_on = answered
