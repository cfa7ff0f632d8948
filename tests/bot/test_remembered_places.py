"""What a platform remembers of several places changes at once, and is written only where something is new."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.chat.places import Place
from storage.kit.database import Database
from tests.conversation import Conversation

KARI, TENANT = Place("teams", "t1", user="29:kari"), Place("teams", "t1")


def adding(**news: int) -> Any:
    return lambda known: {**(known or {}), **news}


async def test_each_change_sees_what_was_remembered_and_returns_what_is(database: Database) -> None:
    bot = (await Conversation(database).begin()).dispatcher
    await bot.remember_place(KARI, {"old": 1})
    made = await bot.change_places({KARI: adding(new=2), TENANT: adding()})
    assert made == {KARI: {"old": 1, "new": 2}, TENANT: {}}
    assert await bot.recall_place(KARI) == {"old": 1, "new": 2}
    assert await bot.recall_place(TENANT) is None, "nothing is written where nothing is new"


async def test_changes_of_several_places_are_kept_together_or_not_at_all(database: Database) -> None:
    bot = (await Conversation(database).begin()).dispatcher

    def refuse(_known: dict[str, Any] | None) -> dict[str, Any]:
        raise ValueError("not this one")

    with pytest.raises(ValueError, match="not this one"):
        await bot.change_places({TENANT: adding(new=1), KARI: refuse})
    assert await bot.recall_place(TENANT) is None
