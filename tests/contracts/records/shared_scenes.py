"""One scene with a record of each of many kinds; what somebody is shown there is walked once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.importers.network_files import export_network, seed_network
from handlers.chat.events import Event
from handlers.chat.record_kinds import RecordKind, list_record_kinds, list_searched_kinds
from storage.kit.database import Database
from tests.contracts.records.makers import Making
from tests.contracts.records.registry import MAKERS, make_record
from tests.contracts.records.scenes import PHRASES, Made, Scene, Sign, name_event
from tests.conversation import Someone
from tests.handlers.overview.privacy.dumps import dump

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Heard:
    """What was answered to an event."""

    event: Event
    answer: str


@dataclass
class SharedScene:
    """Each kind has a mark of its own, so whatever is told says of which kind it tells.

    `line`: the kinds that take part in it have a record. `kept`: for the people of Alfa alone. `waits`: weeks have
    passed. `more`: what each record says besides.
    """

    scene: Scene
    kinds: Sequence[RecordKind]
    line: str = ""
    kept: bool = False
    waits: bool = False
    more: str = ""
    _made: dict[str, Made | BaseException] = field(default_factory=dict)
    _walks: dict[str, list[Heard]] = field(default_factory=dict)
    _translated: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _dumps: list[str] = field(default_factory=list)
    _files: list[list[str]] = field(default_factory=list)

    async def find_made(self, kind: RecordKind) -> Made:
        """Return the record of the kind; all of them are made when the first one is asked for.

        Raises what went wrong when it was made.
        """
        if not self._made:
            await self._make_all()
        made = self._made[kind.name]
        if isinstance(made, BaseException):
            raise made
        return made

    async def _make_all(self) -> None:
        makers = {kind.name: MAKERS[kind.name] for kind in self.kinds if kind.name in MAKERS}
        for later in (False, True):
            due = [
                kind
                for kind in self.kinds
                if kind.name in makers and makers[kind.name].later == later and self.line not in makers[kind.name].apart
            ]
            for kind in due:
                making = make_record(kind, Making(self.scene, _choose_sign(kind, self.more), self.kept))
                # what goes wrong is told by the test of that kind, and the others go on
                (self._made[kind.name],) = await asyncio.gather(making, return_exceptions=True)
            if due and self.waits:
                await self.scene.weeks_pass()

    async def list_marked(self, who: Someone, made: Made) -> list[Heard]:
        """Return what is answered with the mark of the record, of all that there is to be done about any of them."""
        if who.user not in self._walks:
            values = [value for one in self._made.values() if isinstance(one, Made) for value in one.values]
            self._walks[who.user] = await self._hear(who, values)
        return [heard for heard in self._walks[who.user] if made.mark in heard.answer]

    async def list_own_marked(self, who: Someone, made: Made) -> list[Heard]:
        """Return the same of what there is to be done about this record alone."""
        return [heard for heard in await self._hear(who, made.values) if made.mark in heard.answer]

    async def _hear(self, who: Someone, values: Iterable[str]) -> list[Heard]:
        return [Heard(*heard) async for heard in self.scene.hear(who, self.scene.list_events(who, values))]

    async def find_marked(self, who: Someone, made: Made) -> set[str]:
        """Return the names of the events that are answered with the mark of the record."""
        return {name_event(heard.event) for heard in await self.list_marked(who, made)}

    async def translate(self, who: Someone, told: Sequence[Heard], language: str) -> list[str]:
        """Return what the same events are answered to the same person in another language."""
        keys = {heard.event.id: (who.user, language, heard.event.id) for heard in told}
        new = [heard.event for heard in told if keys[heard.event.id] not in self._translated]
        await self._speak(who, language)
        async for event, answer in self.scene.hear(who, new):
            self._translated[keys[event.id]] = answer
        await self._speak(who, "en")
        return [self._translated[key] for key in keys.values()]

    async def _speak(self, who: Someone, language: str) -> None:
        async with self.scene.database.begin() as store:
            (await store.people.load_person(who.person_id)).language = language

    async def erase_kari(self) -> tuple[str, str]:
        """Return all that is stored before Kari is erased, which is done once, and after it."""
        if not self._dumps:
            kari, before = self.scene.kari, await dump(self.scene.database)
            erased = await kari.submits(await kari.does("privacy.erase"), word="delete")
            assert erased.card is not None
            assert "Deleted" in erased.card.fallback
            await self.scene.talk.settle()
            self._dumps[:] = [before, await dump(self.scene.database)]
        return self._dumps[0], self._dumps[1]

    async def seed_elsewhere(self, elsewhere: Database) -> tuple[list[str], list[str]]:
        """Return the lines of the network's file, and those of another network into which they were loaded, once."""
        if not self._files:
            lines = list(await export_network(self.scene.database))
            await seed_network(elsewhere, [f"{line}\n" for line in lines])
            self._files[:] = [lines, list(await export_network(elsewhere))]
        return self._files[0], self._files[1]

    def is_elsewhere(self, line: str, made: Made) -> bool:
        """Return True for what a record of another kind says."""
        others = (one.mark for one in self._made.values() if isinstance(one, Made) and one.mark != made.mark)
        return any(mark in line for mark in others)


def _choose_sign(kind: RecordKind, more: str) -> Sign:
    """Return a mark that is no part of that of another kind. Those that are searched take turns with the phrases."""
    first, second = divmod(list(list_record_kinds()).index(kind.name), len(ALPHABET))
    searched = list(list_searched_kinds())
    turn = searched.index(kind.name) if kind.name in searched else 0
    return Sign(f"{Sign.mark}{ALPHABET[first]}{ALPHABET[second]}", *PHRASES[turn % len(PHRASES)], more)
