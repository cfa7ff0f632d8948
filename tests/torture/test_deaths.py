"""Killed once at each point at which a message is sent or an event is taken: nothing is lost, double or left.

Here on each engine at every third point, another one each; `python -m tests.torture` is the long form.
"""

from __future__ import annotations

from typing import Any

from storage.kit.database import Database
from storage.queue.delivery_rows import CHATTER
from tests.standins.slack import KARI
from tests.torture.deaths import open_yard
from tests.torture.points import SENDING, SHOWING, TAKING, is_call, is_unit, moments, names_in
from tests.torture.scenes import DONE, SCENES, TABLE, die, play, points_of
from tests.torture.showing import SHOWN, points_of_showing, show
from tests.torture.taking import TAKEN, TOO_MUCH, answers_to, points_of_taking, take


def test_each_unit_of_work_and_each_call_is_in_the_table() -> None:
    found = {name for module in SENDING for name in names_in(module) if is_unit(name) or is_call(name)}
    assert {name for names in TABLE.values() for name in names} == found
    assert TABLE.keys() == SCENES.keys()
    taking = {name for module in TAKING for name in names_in(module) if is_unit(name)}
    assert taking == {name for name in (*TAKEN, *TOO_MUCH) if is_unit(name)}
    assert {*SHOWN} <= {name for module in SHOWING for name in names_in(module)}


async def test_a_worker_that_is_killed_at_any_point_loses_nothing_and_says_nothing_twice(database: Database) -> None:
    everything = [(scene, point) for scene in SCENES for point in points_of(scene)]
    mine = _share(everything, database)
    async with open_yard(database) as yard:
        for scene in SCENES:
            await play(yard, scene, [point for one, point in mine if one == scene])
        assert {point for _, point in mine} <= set(yard.mortals.died)
        await yard.finish()
        assert await yard.judge() == []


async def test_a_web_that_is_killed_at_any_point_answers_each_event_once(database: Database) -> None:
    mine = _share(points_of_taking(), database)
    async with open_yard(database) as yard:
        told = await take(yard, mine)
        assert yard.mortals.died == mine
        await yard.finish()
        assert [await answers_to(yard, event) for event in told] == [1] * len(told)


async def test_a_web_that_is_killed_while_it_shows_an_answer_has_it_sent_by_another_process(database: Database) -> None:
    async with open_yard(database) as yard:
        rooms = await show(yard, points_of_showing())
        assert yard.mortals.died == points_of_showing()
        await yard.finish()
        told = [call["channel"] for call in yard.rooms.called("chat.postEphemeral")]
        assert sorted(told) == rooms, "each once more, also the one that was shown and is not known to be"
        assert len(yard.rooms.responses) == 1


async def test_an_answer_in_a_room_that_may_not_have_been_shown_is_shown_once_more(database: Database) -> None:
    """What its reader alone sees cannot be looked for."""
    async with open_yard(database) as yard:
        rooms = []
        for point in (*moments(["platform_calls.call_platform: platform.send"])[:1], f"chat.postEphemeral, {DONE}"):
            rooms.append(await yard.promise(kind=CHATTER, user=KARI))
            await die(yard, point)
            await yard.finish()
        told = [call["channel"] for call in yard.rooms.called("chat.postEphemeral")]
        assert sorted(told) == [rooms[0], rooms[1], rooms[1]], "told twice is better than never"


def _share(everything: list[Any], database: Database) -> list[Any]:
    """Every third, another one of three each time: the moments of each unit stand in the same order."""
    return [one for place, one in enumerate(everything) if (place + place // 3) % 3 == database.is_sqlite]
