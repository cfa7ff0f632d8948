"""Let events in: refuse a flood, and know a repeated event while its first copy is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

import structlog

from bot.intake.admission_control import AdmissionControl
from bot.intake.conversation_memory import ConversationMemory
from bot.intake.in_flight_events import InFlightEvents
from bot.intake.spare_copies import SpareCopies
from bot.platforms import PATIENCE, Overloaded
from bot.runtime.metrics import Metrics
from handlers.chat.cards import Reply
from handlers.chat.turn import Arena
from storage.kit.database import Database

log = structlog.get_logger()
#: factor on the maximum wait, beyond which events are refused
FLOOD = 1.5


class EventEntrance(ConversationMemory):
    """Implement the part of the `Dispatch` protocol that comes before any answer."""

    def __init__(self, database: Database, arena: Arena, metrics: Metrics) -> None:
        super().__init__(database, arena)
        self.metrics = metrics
        self.doubles = InFlightEvents()
        self.admission = AdmissionControl()
        self.spare_copies = SpareCopies(database)

    def get_time(self) -> datetime:
        return self.database.get_time()

    def validate_capacity(self) -> None:
        """Refuse only a flood: nobody has read yet what comes, and a copy of an admitted event may come in."""
        with self._log_overload("Event"):
            self.admission.refuse_overload(most=FLOOD * PATIENCE)

    @contextmanager
    def admit_event(self, id: str, kind: str = "Event", patience: float = PATIENCE) -> Iterator[None]:
        with ExitStack() as inside:
            with self._log_overload(kind):
                inside.enter_context(self.admission.admit_once(id, most=patience))
            yield

    def confirm_shown_answer(self, reply: Reply | None) -> None:
        self.spare_copies.discard_spare_copy(reply)

    def count_unreadable_event(self, kind: str = "Event") -> None:
        self.metrics.count_event(kind, "unreadable")

    @contextmanager
    def _log_overload(self, kind: str) -> Iterator[None]:
        try:
            yield
        except Overloaded as error:
            self.metrics.count_event(kind, "overloaded")
            log.warning("event turned away", what=kind, why=str(error))
            raise
