"""The door is open before all is learnt: whoever comes first waits, and is understood."""

from __future__ import annotations

import asyncio

from storage.database import Database
from tests.conversation import Conversation


async def test_who_writes_before_the_topics_are_learnt_waits_and_is_answered(database: Database) -> None:
    talk = await Conversation(database).begin()
    kari = await talk.person("kari")
    learnt = asyncio.get_running_loop().create_future()
    talk.dispatcher.before = asyncio.ensure_future(asyncio.wait_for(learnt, None))
    asked = asyncio.create_task(kari.commands("", name="help"))
    assert not (await asyncio.wait({asked}, timeout=0.05))[0]
    learnt.set_result(None)
    reply = await asked
    assert reply.card is not None
