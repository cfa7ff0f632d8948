"""The playground's page, as its script talks to the bot."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import count
from typing import Any, Self

import aiohttp
import sqlalchemy as sa

from bot.app import Bot
from bot.settings import Settings
from storage.directory.people import MEMBER, SECRETARIAT, Account, Person
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundMessage
from tests.scenarios.stage import Asked, Json, Seen, Stage, texts

#: sees every channel, the secretariat's too
DESK_HAND = "siri"


class PlaygroundStage(Stage):
    name = "playground"

    def __init__(self, settings: Settings) -> None:
        self.settings = replace(settings, slack=None, teams=None)
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        await self.start(self.build())
        async with self.bot.database.begin() as store:
            for user in ("kari", "ola", "per", "lise", DESK_HAND):
                role = SECRETARIAT if user == DESK_HAND else MEMBER
                person = Person(name=user.title(), language="nb", role=role, asked_where_at=store.now)
                await store.people.add_person_with_account(
                    person, Account(platform="playground", workspace="local", user=user, name=user.title())
                )
            for channel in ("nett", "energi", "lobby", "desk"):
                await store.playground_chat.ensure_channel(channel, bot=True)
        return self

    def build(self) -> Bot:
        return Bot.from_settings(self.settings, playground=True)

    async def start(self, bot: Bot) -> None:
        self.bot = await self._stack.enter_async_context(bot)
        self.http = await self._stack.enter_async_context(aiohttp.ClientSession())
        self.url = f"http://127.0.0.1:{bot.port}"

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def channel(self, name: str) -> tuple[str, str, str]:
        return "playground", "local", name

    def user(self, who: str) -> str:
        return who

    async def tells(self, who: str, text: str) -> str:
        return await self._write(who, DIRECT + who, text)

    async def sends(self, who: str, text: str, name: str, content: bytes) -> str:
        where, headers = f"{self.url}/playground/attach", {"Content-Type": "text/csv", "Origin": self.url}
        async with self.http.post(where, params={"as": who, "name": name}, data=content, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            file = (await answer.json())["file"]
        return await self._write(who, DIRECT + who, text, files=(file,))

    async def mentions(self, who: str, text: str, channel: str) -> str:
        return await self._write(who, channel, f"@Arena {text}")

    async def private(self, who: str) -> list[Seen]:
        found = [(row["at"], row) for row in await self._messages(who, DIRECT + who)]
        for channel in await self._holding_private(who):
            found += [(row["at"], row) for row in await self._messages(who, channel) if row.get("private")]
        return [_seen(row) for _, row in sorted(found, key=lambda pair: pair[0]) if row["card"]]

    async def _holding_private(self, who: str) -> list[str]:
        """Channels with something for them alone. The page is asked what it is; to ask it of all takes four times."""
        mine = sa.select(PlaygroundMessage.channel).where(PlaygroundMessage.only_for == who).distinct()
        async with self.bot.database.read() as store:
            found = set(await store.session.scalars(mine))
        return [channel for channel in ("nett", "energi", "lobby") if channel in found]

    async def room(self, channel: str, thread: Seen | None = None) -> list[Seen]:
        if thread is None:
            rows = await self._messages(DESK_HAND, channel)
        else:
            rows = (await self._get("thread", DESK_HAND, root=thread.raw["id"]))["messages"][1:]
        return [_seen(row) for row in rows if row["card"] and not row.get("private")]

    async def reactions(self, message: str, channel: str) -> set[str]:
        (row,) = [row for row in await self._messages(DESK_HAND, channel) if row["id"] == message]
        return {emoji for emoji, users in row["reactions"].items() if BOT in users}

    async def clicks(self, who: str, seen: Seen, label: str) -> Asked | None:
        button = next(one for one in _buttons(seen.raw["card"]) if one["label"] == label)
        where = {"channel": seen.raw["channel"], "thread": seen.raw["thread"], "message": seen.raw["id"]}
        answer = await self._do("press", who, do=button["do"], value=button.get("value", ""), **where)
        return self._asked(answer, where)

    async def fills(self, who: str, asked: Asked, **values: str) -> dict[str, str]:
        form, where = asked.raw
        several = {field["name"] for field in form["fields"] if field.get("kind") == "choices"}
        chosen = {name: value.split(",") if name in several else value for name, value in values.items()}
        filled = {field["name"]: field.get("value", "") for field in form["fields"]} | chosen
        answer = await self._do("submit", who, do=form["do"], value=form.get("value", ""), values=filled, **where)
        errors: dict[str, str] = answer.get("errors", {})
        again = self._asked(answer, where)
        if again is not None:
            asked.title, asked.fields, asked.raw = again.title, again.fields, again.raw
        return errors

    async def points(self, who: str, do: str, author: str, text: str, channel: str) -> Asked | None:
        message = await self._write(author, channel, text)
        where = {"channel": channel, "thread": "", "message": message}
        asked = self._asked(await self._do("point", who, message=message, do=do), where)
        return asked and replace(asked, message=message)

    async def replies(self, who: str, seen: Seen, text: str) -> str:
        return await self._write(who, seen.raw["channel"], text, seen.raw["id"])

    async def looks_up(self, who: str, text: str) -> str | None:
        return "\n".join(texts((await self._do("search", who, text=text))["card"]))

    async def edits(self, who: str, message: str, text: str, channel: str) -> None:
        await self._do("edit", who, message=message, text=f"@Arena {text}")

    async def deletes(self, who: str, message: str, channel: str) -> None:
        await self._do("remove", who, message=message)

    async def _write(self, who: str, channel: str, text: str, thread: str = "", files: tuple[str, ...] = ()) -> str:
        await self._do("write", who, channel=channel, text=text, thread=thread, files=files)
        if thread:
            rows = (await self._get("thread", who, root=thread))["messages"]
        else:
            rows = await self._messages(who, channel)
        return next(str(row["id"]) for row in reversed(rows) if row["author"] == who)

    async def _messages(self, who: str, channel: str) -> list[Json]:
        found: list[Json] = (await self._get("messages", who, channel=channel))["messages"]
        return found

    async def _get(self, name: str, who: str, **query: str) -> Json:
        async with self.http.get(f"{self.url}/playground/{name}", params={"as": who, **query}) as answer:
            assert answer.status == 200, await answer.text()
            data: Json = await answer.json()
            return data

    async def _do(self, name: str, who: str, **action: Any) -> Json:
        body = {"id": f"scenario-{next(self._numbers):06d}", **action}
        headers = {"Origin": self.url}
        async with self.http.post(
            f"{self.url}/playground/{name}", params={"as": who}, json=body, headers=headers
        ) as answer:
            assert answer.status == 200, await answer.text()
            data: Json = await answer.json()
        await self.settle()
        return data

    @staticmethod
    def _asked(answer: Json, where: Json) -> Asked | None:
        form = answer.get("form")
        if form is None:
            return None
        return Asked(form["title"], {field["name"]: field.get("value", "") for field in form["fields"]}, (form, where))


def _seen(row: Json) -> Seen:
    return Seen("\n".join(texts(row["card"])), tuple(one["label"] for one in _buttons(row["card"])), row)


def _buttons(card: Json) -> list[Json]:
    return [
        button
        for part in card.get("parts", ())
        for buttons in ("row", "buttons", "more")
        for button in part.get(buttons, ())
    ]
