"""What makes one record of a kind, as people do in chat; and in which lines a kind takes no part, and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from handlers.chat.events import Value
from storage.meetings.meetings import ALL, ORGANISATIONS
from tests.contracts.records.scenes import SIGN, Scene, Sign
from tests.conversation import Someone
from tests.houses import houses
from tests.meetings import meets

AUDIENCE, HANDED_OVER, MODERATED, ERASED, RETRACTED, EXPORTED, TRANSLATED = (
    "audience", "handed over", "moderated", "erased", "retracted", "exported", "translated",
)  # fmt: skip
#: why a kind is not moderated that people do not write
OF_THE_SECRETARIAT = "the secretariat alone writes it, and takes it back itself"
LINES = (AUDIENCE, HANDED_OVER, MODERATED, ERASED, RETRACTED, EXPORTED, TRANSLATED)


@dataclass(frozen=True)
class Making:
    """What a record is made of; `kept`: for the people of Alfa alone. Records of other kinds may be there before."""

    scene: Scene
    sign: Sign = SIGN
    kept: bool = False

    @property
    def text(self) -> str:
        return self.sign.text

    @property
    def own(self) -> dict[str, Value]:
        """As somebody of Alfa says in a form who may see a record."""
        return {"reach": "own"} if self.kept else {}

    async def alfa(self) -> tuple[str, ...]:
        return tuple(map(str, await houses(self.scene.database, "alfa")))

    async def meets(self, organiser: Someone, title: str = "Board", starts: str = "2027-03-16T10:00") -> int:
        audience = ORGANISATIONS if self.kept else ALL
        occurrence = await meets(
            self.scene.database, organiser.person_id, title=title, starts=starts, audience=audience
        )
        invited = [int(id) for id in await self.alfa()] if self.kept else []
        async with self.scene.database.begin() as store:
            row = await store.occurrences.find(occurrence)
            assert row is not None
            await store.meetings.set_meeting_audience(row.meeting_id, [], invited)
        return occurrence


@dataclass(frozen=True)
class Maker:
    """Make one record that is Kari's. It returns what buttons carry besides the id of the record."""

    make: Callable[[Making], Awaitable[tuple[str, ...]]]
    #: line -> why the kind takes no part in it
    apart: Mapping[str, str] = field(default_factory=dict)
    #: code of an ownership -> gives the record to Kari in this way, where she has not made it so
    give: Mapping[str, Callable[[Scene, int], Awaitable[None]]] = field(default_factory=dict)
    #: it sets the clock: where records of many kinds are made, it comes after those that do not
    later: bool = False
