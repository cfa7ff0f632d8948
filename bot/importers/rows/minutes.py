"""Export approved minutes as text in the language of the association."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.importers.file_kinds import FileKind
from handlers.chat.say import Say
from handlers.meetings.minutes.minutes_markdown import build_minutes_markdown
from handlers.meetings.occurrence_view import find_occurrence_view
from storage.kit.database import Store
from storage.meetings.minutes import LOCKED

#: Minutes are stored in one language, and with the times of the place of the meeting.
LANGUAGE = "nb"


async def export_minutes_rows(store: Store) -> list[dict[str, Any]]:
    """Return the minutes oldest first; times in UTC."""
    rows = []
    for occurrence in reversed(await store.occurrences.list_closed_occurrences()):
        held, minutes = (
            await find_occurrence_view(store, occurrence.id),
            await store.minute_book.find_minutes(occurrence.id),
        )
        if held is None or minutes is None or minutes.state != LOCKED or minutes.approved_at is None:
            continue
        say = Say(LANGUAGE, ZoneInfo(held.meeting.zone))
        rows.append(
            {
                "id": occurrence.id, "meeting": held.title, "start": f"{occurrence.start_at:%Y-%m-%dT%H:%M:%SZ}",
                "approved": f"{minutes.approved_at:%Y-%m-%dT%H:%M:%SZ}",
                "text": await build_minutes_markdown(store, held, minutes, say),
            }
        )  # fmt: skip
    return rows


FILE = FileKind(
    name="minutes",
    export=export_minutes_rows,
)
