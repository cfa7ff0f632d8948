"""The bot with the sample network, whose people all read one language, on a Monday in March."""

from __future__ import annotations

import json
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from bot.importers.seeding import seed_records
from bot.platforms.playground import load_sample_network
from bot.settings import Settings
from handlers.chat.cards import Card
from handlers.chat.say import Say
from storage.directory.people import Person
from storage.directory.rooms import Room
from storage.playground.playground_chat import PlaygroundChannel, PlaygroundMessage
from tests.pictures.words import WORDS
from tests.scenarios.playground_stage import PlaygroundStage
from tests.scenarios.stage import Seen

#: half past nine in Oslo: the dates in the pictures are the same whenever they are made
MONDAY = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
ROOM = "tema-nett"


class Chat(PlaygroundStage):
    """What people say and press, until each card is as a picture shows it."""

    def __init__(self, language: str, settings: Settings) -> None:
        super().__init__(settings)
        self.say = Say(language, OSLO)
        self.words = WORDS[language]

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        bot, began = self.build(), time.monotonic()
        bot.database.clock = lambda: MONDAY + timedelta(seconds=time.monotonic() - began)
        await self.start(bot)
        # it goes by the hour of the machine, which is none of the story's
        bot.chores.stop_scheduler()
        await load_sample_network(bot.database, bot.arena)
        await self.settle()
        issue = {"id": "S-7", "topics": ["nett"], "owner": "marit", "organisation": "eksempel", "state": "proposed"}
        more = {"lang": self.say.language, "addressee_kind": "ministry", "support": ["eksempel", "domeoyra"]}
        await seed_records(bot.database, "issues", [json.dumps(self.words.issue | issue | more)])
        async with bot.database.begin() as store:
            for kind in (Person, Room):
                await store.session.execute(sa.update(kind).values(language=self.say.language))
            # what the sample says in its own languages: what a channel is for, and the cards of meetings
            await store.session.execute(sa.update(PlaygroundChannel).values(purpose=""))
            await store.session.execute(sa.delete(PlaygroundMessage))
        return self

    async def press(self, who: str, seen: Seen, msgid: str) -> None:
        await self.clicks(who, seen, self.say(msgid))

    async def find_room_card(self, text: str, room: str = ROOM) -> Seen:
        return next(seen for seen in reversed(await self.room(room)) if text in seen.text)


def read_card(seen: Seen) -> Card:
    return msgspec.convert(seen.raw["card"], Card)
