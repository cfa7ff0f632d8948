"""A dispatcher for platform tests: keeps the events it is given and answers as it was told."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.intake.admission_control import AdmissionControl
from bot.platforms import PATIENCE, PlaceChange
from handlers.chat.cards import Reply
from handlers.chat.events import Event
from handlers.chat.places import Place

Answer = Reply | Exception | Callable[[Event], Reply | None] | None


class Desk:
    """Keeps the promise of `Dispatch`: a repeated event is answered with None, what is posted is noted."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.answers: deque[Answer] = deque()
        self.posted: list[tuple[Place, Reply]] = []
        self.memory: dict[Place, dict[str, Any]] = {}
        self.writes = 0
        self.messages: set[str] = set()
        self.linked: set[str] = set()
        self.forgotten: list[tuple[datetime, datetime]] = []
        self.forms: set[str] = set()
        self.copies: list[tuple[Place, str, str]] = []
        #: nothing is answered while it is shut
        self.open = asyncio.Event()
        self.open.set()
        self.admission = AdmissionControl()
        self._seen: set[str] = set()

    async def __call__(self, event: Event, *, patience: float = PATIENCE) -> Reply | None:
        with self.admission.admit_once(event.id, most=patience):
            await self.open.wait()
            return self._answer(event)

    def _answer(self, event: Event) -> Reply | None:
        answer = self.answers.popleft() if self.answers and event.id not in self._seen else None
        if isinstance(answer, Exception):
            raise answer
        if event.id in self._seen:
            return None
        self._seen.add(event.id)
        self.events.append(event)
        reply = answer(event) if callable(answer) else answer
        if reply is None or reply.card is None or event.reply_to is None:
            return reply
        if event.inline and (reply.brief or (reply.replace and event.direct)):
            return reply
        self.posted.append((event.reply_to, reply))
        return Reply(form=reply.form, errors=reply.errors, posted=True)

    def is_form_button(self, name: str) -> bool:
        return name in self.forms

    async def remember_place(self, place: Place, data: Mapping[str, Any]) -> None:
        self.writes += 1
        self.memory[place] = dict(data)

    async def change_places(self, changes: Mapping[Place, PlaceChange]) -> dict[Place, dict[str, Any]]:
        made = {place: change(self.memory.get(place)) for place, change in changes.items()}
        self.writes += sum(data != self.memory.get(place, {}) for place, data in made.items())
        self.memory |= made
        return made

    async def recall_place(self, place: Place) -> dict[str, Any] | None:
        return self.memory.get(place)

    async def list_remembered_places(self, platform: str, workspace: str) -> dict[str, dict[str, Any]]:
        return {
            place.channel or f"@{place.user}": data
            for place, data in self.memory.items()
            if (place.platform, place.workspace) == (platform, workspace)
        }

    async def is_bot_message(self, place: Place, message: str) -> bool:
        assert not place.thread
        return message in self.messages

    async def is_lost_in_restore(self, at: datetime) -> bool:
        return any(since <= at <= until for since, until in self.forgotten)

    async def find_room_workspace(self, place: Place) -> str:
        return place.workspace if place.channel in self.linked else ""

    def get_time(self) -> datetime:
        return datetime.now(UTC)

    async def withdraw_duplicate_copy(self, place: Place, delivery: str, message: str, pressed_at: datetime) -> None:
        self.copies.append((place, delivery, message))

    async def is_message_redrawn(self, place: Place, message: str, since: datetime) -> bool:
        return False

    async def repeat_overlapping_redraw(self, place: Place, message: str, since: datetime) -> None:
        """Nothing is delivered beside what the platform writes itself."""

    async def resolve_sender_language(self, event: Event) -> str:
        return event.sender.language or "nb"
