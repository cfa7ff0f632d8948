"""Make a meeting, an agenda item, an action and minutes, as people do in chat."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.contracts.records.makers import MODERATED, RETRACTED, Maker, Making


async def _meeting(making: Making) -> tuple[str, ...]:
    return (str(await making.meets(making.scene.kari, making.text)),)


async def _item(making: Making) -> tuple[str, ...]:
    kari, sara = making.scene.kari, making.scene.sara
    meeting = str(await making.meets(sara))
    await kari.submits(await kari.does("agenda.propose", meeting), title=making.text)
    await sara.clicks(sara.last, "Add to agenda")
    return (meeting,)


async def _find_item(making: Making, occurrence: int) -> int:
    async with making.scene.database.read() as store:
        (item,) = await store.agenda.list_agenda_items(occurrence)
        return item.id


async def _action(making: Making) -> tuple[str, ...]:
    scene = making.scene
    meeting = await making.meets(scene.sara)
    form = await scene.sara.does("agenda.add", str(meeting))
    await scene.sara.submits(form, title="Queue for the grid")
    scene.clock.set(datetime(2027, 3, 16, 9, 30, tzinfo=UTC))
    form = await scene.sara.does("actions.add", f"{meeting}:{await _find_item(making, meeting)}")
    await scene.sara.submits(form, owner=str(scene.kari.person_id), due="20 April", text=making.text)
    return (str(meeting),)


async def _minutes(making: Making) -> tuple[str, ...]:
    """Sent to those who were there."""
    scene = making.scene
    kari, meeting = scene.kari, str(await making.meets(scene.kari, making.text))
    await kari.submits(await kari.does("agenda.add", meeting), title="Queue for the grid")
    await scene.line.does("meetings.going", meeting)
    scene.clock.set(datetime(2027, 3, 16, 16, tzinfo=UTC))
    await kari.submits(await kari.does("minutes.write", str(await _find_item(making, int(meeting)))), note=making.text)
    await kari.submits(await kari.does("minutes.attendance", meeting))
    await kari.does("minutes.review", meeting)
    return ()


_OF_A_MEETING = "whoever runs the meeting decides what stands there"
_WITH_WHOEVER_HAS_IT = "it belongs to who has it next, and stays there without the name"
_APART = {MODERATED: _OF_A_MEETING, RETRACTED: _WITH_WHOEVER_HAS_IT}

MAKERS = {
    "meeting": Maker(
        _meeting,
        {MODERATED: "the secretariat approves it, and calls it off itself", RETRACTED: _WITH_WHOEVER_HAS_IT},
    ),
    "item": Maker(_item, _APART),
    "action": Maker(_action, _APART, later=True),
    "minutes": Maker(_minutes, _APART, later=True),
}
