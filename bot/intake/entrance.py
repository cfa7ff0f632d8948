"""The entrance: who is let in, and what is told again while it is being answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import structlog

from bot.intake.conversation_memory import Memories
from bot.intake.door import PATIENCE, Door
from bot.intake.doubles import Doubles
from bot.platforms import Overloaded
from bot.runtime.metrics import Metrics
from storage.kit.database import Database

log = structlog.get_logger()
#: so many times as long as anybody may wait
FLOOD = 1.5


class Entrance(Memories):
    """The part of the `Dispatch` protocol that comes before any answer."""

    def __init__(self, database: Database, metrics: Metrics) -> None:
        super().__init__(database)
        self.metrics = metrics
        self.doubles = Doubles()
        self.door = Door()

    def check_door(self) -> None:
        """A copy of what is inside may come in, and nobody has read yet what this is: only a flood is refused here."""
        with self._turning_away("Event"):
            self.door.check(most=FLOOD * PATIENCE)

    @contextmanager
    def admit(self, id: str, kind: str = "Event") -> Iterator[None]:
        with ExitStack() as inside:
            with self._turning_away(kind):
                inside.enter_context(self.door.enter(id))
            yield

    @contextmanager
    def _turning_away(self, kind: str) -> Iterator[None]:
        try:
            yield
        except Overloaded as error:
            self.metrics.event(kind, "overloaded")
            log.warning("event turned away", what=kind, why=str(error))
            raise
