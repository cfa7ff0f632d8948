"""What every platform's stage offers, so that one suite can be played on all of them: bytes in, bytes out."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.app import Bot
from storage.directory.organisations import Organisation
from storage.queue.delivery_rows import LEASED, READY, SENDING
from tests.patience import BOUND

Json = dict[str, Any]
#: slugs in front of channel names; each stage maps them to its own ids
GRID, POWER, LOBBY, DESK = "nett", "energi", "lobby", "desk"

#: what comes later than this waits for something else than its turn
PACED = timedelta(seconds=5)
BUSY = {LEASED, SENDING}


@dataclass
class Seen:
    """A message as a person sees it: all its text, and its buttons by label."""

    text: str
    labels: tuple[str, ...] = ()
    #: what the stage needs to act on it
    raw: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """A space at which no line is broken reads as any other."""
        self.text = self.text.replace("\u00a0", " ")


@dataclass
class Asked:
    """A form on the screen: field name by label, with what is preset."""

    title: str
    fields: dict[str, str]
    raw: Any = field(default=None, repr=False)
    #: id of the message that it was opened on by a shortcut
    message: str = ""


class Stage(ABC):
    """One platform with kari, ola, per and lise. The bot runs for real; only the platform is a stand-in."""

    name: str
    bot: Bot
    #: what was last shown beside a button, where the platform has such a thing
    toast: str = ""

    @abstractmethod
    def build(self) -> Bot:
        """A bot on this stage's database, not started."""

    @abstractmethod
    async def start(self, bot: Bot) -> None:
        """Start it, and have what people do reach it."""

    def count_from(self, number: int) -> None:  # noqa: B027 - most platforms name no message by a number
        """Have messages named by numbers from here on, where the platform names them by the time."""

    @abstractmethod
    async def tells(self, who: str, text: str) -> str:
        """Write in the direct chat with the bot; the id of the message."""

    @abstractmethod
    async def sends(self, who: str, text: str, name: str, content: bytes) -> str:
        """Write in the direct chat with the bot, with a file beside the words; the id of the message."""

    @abstractmethod
    async def mentions(self, who: str, text: str, channel: str) -> str:
        """Write to the bot in a channel; the id of the message."""

    @abstractmethod
    async def private(self, who: str) -> list[Seen]:
        """What only this person sees, oldest first."""

    @abstractmethod
    async def room(self, channel: str, thread: Seen | None = None) -> list[Seen]:
        """What the bot has in a channel (or under one of its messages), oldest first."""

    @abstractmethod
    async def clicks(self, who: str, seen: Seen, label: str) -> Asked | None:
        """Press a button; the form it opened, if any."""

    @abstractmethod
    async def fills(self, who: str, asked: Asked, **values: str) -> dict[str, str]:
        """Fill a form by field name and send it; the errors at fields, if any."""

    @abstractmethod
    async def points(self, who: str, do: str, author: str, text: str, channel: str) -> Asked | None:
        """Choose an action in the menu of a message that another member wrote; the form it opened, if any."""

    @abstractmethod
    async def replies(self, who: str, seen: Seen, text: str) -> str:
        """Answer in the thread under a message; the id of the reply."""

    @abstractmethod
    async def edits(self, who: str, message: str, text: str, channel: str) -> None: ...

    @abstractmethod
    async def deletes(self, who: str, message: str, channel: str) -> None: ...

    async def looks_up(self, who: str, text: str) -> str | None:
        """Search while typing; all that is found as text, None where the platform has no such thing."""
        return None

    @abstractmethod
    def channel(self, name: str) -> tuple[str, str, str]:
        """Platform, workspace and id of a channel."""

    @abstractmethod
    def user(self, who: str) -> str:
        """How the platform calls them."""

    @abstractmethod
    async def reactions(self, message: str, channel: str) -> set[str]:
        """The bot's own reactions below a message."""

    async def last(self, who: str, containing: str = "") -> Seen:
        """The newest private message that contains this."""
        return next(
            seen for seen in reversed(await self.private(who)) if containing in seen.text or containing in seen.labels
        )

    async def joins(self, who: str, code: str = "eksempel") -> None:
        """An organisation has confirmed them, who have written to the bot; it is made when it is new."""
        await self.tells(who, "hjelp")
        await self.settle()
        platform, workspace, _ = self.channel(GRID)
        async with self.bot.database.begin() as store:
            house = await store.organisations.find_organisation_by_code(code)
            if house is None:
                house = await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
            known = await store.people.find_person_by_account(platform, workspace, self.user(who))
            assert known is not None
            await store.memberships.add_membership(known[0], house.id, confirmed=True)

    async def settle(self) -> None:
        """Until everything that is due, or only waits for its turn in a paced channel, has been delivered."""
        end = time.monotonic() + BOUND
        while time.monotonic() < end:
            async with self.bot.database.read() as store:
                counts = await store.deliveries.count_deliveries_by_state()
                due = await store.deliveries.find_next_due_time() if counts.get(READY) else None
                turn = timedelta.max if due is None else due - store.now
            # what was ready a moment ago, and is claimed by now, is on its way
            busy = counts.keys() & BUSY or (due is None and READY in counts)
            if not busy and turn > PACED:
                return
            # nothing happens before the next one's turn, unless some are just on their way
            await asyncio.sleep(0.01 if busy else max(0.01, min(turn.total_seconds(), 0.1)))
        raise AssertionError("the bot does not come to rest")


def texts(node: Any) -> Iterator[str]:
    """Every text in a drawn card, whatever the platform calls it."""
    if isinstance(node, dict):
        for key, value in node.items():
            said = key in ("text", "title", "by", "label", "note") or (key == "value" and node.get("title"))
            if said and isinstance(value, str):
                yield value
            elif key == "blocks" and node.get("marked"):
                continue  # the page draws them in place of the text
            elif key == "rows":
                yield from (" ".join(row) for row in value)
            else:
                yield from texts(value)
    elif isinstance(node, list | tuple):
        for one in node:
            yield from texts(one)
