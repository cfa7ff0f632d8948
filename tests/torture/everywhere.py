"""The long form of `test_deaths`: the whole table, and each other await that these processes have come to."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.kit.database import Database
from tests.torture.deaths import open_yard
from tests.torture.points import CALL, SENDING, UNIT, names_in
from tests.torture.scenes import SCENES, play, points_of
from tests.torture.taking import answers_to, points_of_taking, take


@dataclass
class Verdict:
    """What came of all these deaths."""

    deaths: int = 0
    points: int = 0
    #: awaits of the sending protocol, and those of them at which somebody has died
    awaits: int = 0
    died_at: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.deaths} deaths at {self.points} points, at {self.died_at} of {self.awaits} awaits of the sending "
            f"protocol: {len(self.wrong)} messages or events lost, double or left"
        )


async def die_everywhere(database: Database) -> Verdict:
    """On an empty database at head."""
    verdict, names = Verdict(), {name for module in SENDING for name in names_in(module)}
    async with open_yard(database) as yard:
        for scene in SCENES:
            before = set(yard.mortals.points)
            await play(yard, scene, points_of(scene))
            yard.strict = False
            others = {point for point in yard.mortals.points - before if _await_of(point) in names}
            await play(yard, scene, sorted(others - set(yard.mortals.died)))
            yard.strict = True
        await yard.finish()
        verdict.wrong += await yard.judge()
        died, points = list(yard.mortals.died), points_of_taking()
        yard.mortals.died.clear()
        told = await take(yard, points)
        await yard.finish()
        died += yard.mortals.died
        verdict.wrong += [str(event) for event in told if await answers_to(yard, event) != 1]
    verdict.deaths, verdict.points = len(died), len(set(died))
    verdict.awaits, verdict.died_at = len(names), len(names & {_await_of(point) for point in died})
    return verdict


def _await_of(point: str) -> str:
    name, _, moment = point.rpartition(", ")
    return name if moment in (*UNIT, *CALL) else ""
