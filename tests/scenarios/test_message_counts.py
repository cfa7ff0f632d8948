"""One question through its whole life: how many messages each one gets of it, and how many each room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from tests.scenarios.stage import GRID, LOBBY, POWER, Stage
from tests.scenarios.test_whole_way import ANSWER, QUESTION

SECOND = "Send saken til reguleringsmyndigheten hvis fristen går ut."
THIRD = "Fristen er flyttet til fredag, så dette gjelder ikke lenger."


async def test_whoever_asks_gets_one_message_that_changes_and_the_answers(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked, answered by two, solved, opened again by a third answer, solved again; two rooms and a follower."""
    monkeypatch.setattr("handlers.questions.answer_batching.GATHERED", timedelta())
    monkeypatch.setattr("handlers.questions.answers.answer_acceptance.UNDO", timedelta())
    await carry_in_two_rooms(stage)
    for who in ("per", "lise"):
        await stage.joins(who)
    before = {who: len(await stage.private(who)) for who in ("kari", "lise", "ola", "per")}

    await stage.tells("kari", QUESTION)
    (card,), (copy,) = await stage.room(GRID), await stage.room(POWER)
    await stage.clicks("lise", card, "Følg")
    await stage.replies("ola", card, ANSWER)
    await stage.replies("per", copy, SECOND)
    await stage.clicks("kari", await stage.last("kari", ANSWER), "Dette løste det")
    await stage.replies("per", copy, THIRD)
    await stage.clicks("kari", await stage.last("kari", THIRD), "Dette løste det")

    got = {who: [seen.text for seen in (await stage.private(who))[count:]] for who, count in before.items()}
    told = [ANSWER, SECOND, THIRD]
    assert [find_told(text, told) for text in got["kari"]] == ["", *told]
    assert "er løst" in got["kari"][0]
    # Where the press itself is answered by a message, that one says how to stop.
    following = [text for text in got["lise"] if "Slutt å følge" not in text or find_told(text, told)]
    assert ["er løst" if "er løst" in text else find_told(text, told) for text in following] == [
        ANSWER,
        SECOND,
        "er løst",
        THIRD,
        "er løst",
    ]
    for who in ("ola", "per"):
        (thanked,) = [text for text in got[who] if "spørsmål 1" in text]
        assert "✅" in thanked
    assert [len(await stage.room(channel)) for channel in (GRID, POWER, LOBBY)] == [1, 1, 0]
    mirrored = [
        [find_told(seen.text, told) for seen in await stage.room(*there)] for there in ((GRID, card), (POWER, copy))
    ]
    assert mirrored == [[SECOND, THIRD], [ANSWER]]


def find_told(text: str, told: Iterable[str]) -> str:
    """The answer that a message tells, if it tells one."""
    return next((one for one in told if one in text), "")


async def carry_in_two_rooms(stage: Stage) -> None:
    async with stage.bot.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        room = await store.rooms.find_room_by_channel(*stage.channel(POWER))
        assert topic is not None
        assert room is not None
        await store.rooms.set_room_topics(room.id, {topic.id})
