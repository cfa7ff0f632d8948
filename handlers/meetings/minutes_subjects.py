"""Name the subjects under which messages about minutes are cancelled and redrawn."""

from __future__ import annotations

from storage.kit.database import Store


def build_minutes_subject(occurrence_id: int) -> str:
    """Return the subject of private notices about minutes that are to be written, read or approved."""
    return f"minutes:{occurrence_id}"


def build_shown_minutes_subject(occurrence_id: int) -> str:
    """Return the subject of the cards that show the minutes to one person, and of what thanks for the meeting."""
    return f"minutes:{occurrence_id}:shown"


def build_correction_subject(correction_id: int) -> str:
    """Return the subject of what asks the minute-taker about a correction."""
    return f"correction:{correction_id}"


async def redraw_minutes(store: Store, occurrence_id: int) -> None:
    """Draw again whatever shows what the minutes say."""
    await store.outbox.refresh_copies(build_shown_minutes_subject(occurrence_id))
    await store.outbox.refresh_copies(build_minutes_subject(occurrence_id))
