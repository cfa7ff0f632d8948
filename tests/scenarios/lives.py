"""A life: a scenario of many steps, after each of which all that anybody was told is held against the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.chat.say import Say
from storage.directory.organisations import Organisation
from storage.directory.people import SECRETARIAT
from tests.conftest import Clock
from tests.meetings import MONDAY
from tests.scenarios.stage import GRID, Asked, Seen, Stage
from tests.scenarios.truth import OSLO, Book, Reader

NB = Say("nb", OSLO)
KARI, LISE, OLA, PER = "kari", "lise", "ola", "per"
#: kari and lise of one park, ola of another, per of the secretariat
HOUSES = {KARI: "eksempel", LISE: "eksempel", OLA: "domeoyra", PER: "foreningen"}


async def settle_in(stage: Stage, clock: Clock, houses: Mapping[str, str] = HOUSES) -> None:
    """Have everybody known, on a Monday in March."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    for who in houses:
        await stage.tells(who, "hjelp")
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        for code in dict.fromkeys(houses.values()):
            kind = "association" if code == houses[PER] else "park"
            await store.organisations.add(Organisation(code=code, name=code.title(), kind=kind))
        for who, code in houses.items():
            house = await store.organisations.find_organisation_by_code(code)
            found = await store.people.find_person_by_account(platform, workspace, stage.user(who))
            assert house is not None
            assert found is not None
            person = found[0]
            person.organisation_id, person.confirmed, person.language = house.id, True, "nb"
            person.role = SECRETARIAT if who == PER else person.role


class Life:
    """Acts on a stage as people do, by the labels they read, and reads after every step."""

    def __init__(self, stage: Stage, clock: Clock, books: Sequence[Book], people: Sequence[str], rooms: Sequence[str]):
        self.stage, self.clock = stage, clock
        self.reader = Reader(stage, books, people, rooms)
        #: who was told what in the last step
        self.told: list[tuple[str, str]] = []

    async def tells(self, who: str, text: str) -> Seen:
        self.reader.typed.add(text)
        await self.stage.tells(who, text)
        await self._read()
        return (await self.stage.private(who))[-1]

    async def clicks(self, who: str, seen: Seen, label: str) -> Asked | None:
        asked = await self.stage.clicks(who, seen, NB(label))
        await self._read()
        return asked

    async def opens(self, who: str, seen: Seen, label: str) -> Asked:
        asked = await self.clicks(who, seen, label)
        assert asked is not None, label
        return asked

    async def fills(self, who: str, asked: Asked, **values: str) -> None:
        typed = {line.strip() for value in values.values() for line in (value, *value.splitlines())}
        # a bare number is no text of its own, and would make every number true that holds it
        self.reader.typed |= {text for text in typed if not text.replace(",", "").isdecimal()}
        assert await self.stage.fills(who, asked, **values) == {}
        await self._read()

    async def passes(self, **time: float) -> None:
        """Time goes by, and the clock's plans are made as it does."""
        self.clock.forward(**time)
        for name, plan in self.stage.bot.router.plans.items():
            await self.stage.bot.chores.run_plan(name, plan)
        for name, work in self.stage.bot.router.works.items():
            await self.stage.bot.chores.run_work(name, work)
        self.stage.bot.courier.wake_courier()
        await self.stage.settle()
        await self._read()

    async def last(self, who: str, containing: str = "") -> Seen:
        return await self.stage.last(who, containing)

    def heard(self, who: str) -> str:
        """All that this person was told in the last step."""
        return "\n\n".join(text for reader, text in self.told if reader == who)

    async def number(self, who: str) -> int:
        """The person's, as a form holds it."""
        platform, workspace, _ = self.stage.channel(self.reader.rooms[0])
        async with self.stage.bot.database.read() as store:
            found = await store.people.find_person_by_account(platform, workspace, self.stage.user(who))
            assert found is not None
            return found[0].id

    async def _read(self) -> None:
        await self.stage.settle()
        self.told = await self.reader.read()
