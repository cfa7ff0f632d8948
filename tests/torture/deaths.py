"""Processes that die at each point, one after another, beside rooms that show what became of it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Self

import sqlalchemy as sa

from storage.kit.database import Database
from storage.queue.delivery_rows import CANCELLED, DEAD, LEASED, PENDING, POST, READY, SENDING, SENT, UNKNOWN, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.processes import environment
from tests.standins.slack import TEAM
from tests.torture.mortal import EYES, FOLLOWED, REACTION, TEMPLATE
from tests.torture.points import ROOT
from tests.torture.room import Rooms

#: seconds by which the clock of each process is ahead of the one before: every lease of that one has run out
LATER = 61
#: seconds that a life may take on a busy machine, where a circuit opens before all are lost and lets one go at a time
LONGEST = 300.0
#: seconds after which it is asked again at the latest whether a life may end
LONGEST_PAUSE = 0.25


@dataclass
class Mortals:
    """Lives of processes, one at a time; `async with` begins and ends the one they are forked from."""

    settings: dict[str, str]
    ahead: int = 0
    pid: int = 0
    #: of the web that lives
    port: int = 0
    warm: bool = False
    #: when the present life began, by its own clock
    born: datetime = field(default_factory=lambda: datetime.now(UTC))
    #: all that any of them came to
    points: set[str] = field(default_factory=set)
    died: list[str] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._mother = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.torture.mortal", cwd=ROOT, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, env=environment(LOG_LEVEL="ERROR", PORT="0", **self.settings),
        )  # fmt: skip
        return self

    async def __aexit__(self, *_: object) -> None:
        self.kill()
        assert self._mother.stdin is not None
        self._mother.stdin.close()
        await self._mother.wait()

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def end(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, what: signal.Signals) -> None:
        """Whoever has died by itself may not have been heard of yet."""
        with suppress(ProcessLookupError):
            if self.pid:
                os.kill(self.pid, what)

    async def live(
        self,
        *,
        die_at: str = "",
        stop_at: str = "",
        back_at: str = "",
        web: bool = False,
        lines: int = 100,
        must: bool = True,
    ) -> None:
        """One life, a minute after the one before. Raises AssertionError if it does not come to where it `must` die.

        Where it is asked to stop, where its clock is set back, and how many `lines` a web takes of one person.
        """
        assert self._mother.stdin is not None
        self.ahead += 0 if web else LATER  # a web holds no lease, and its answers are for now
        self.born = datetime.now(UTC) + timedelta(seconds=self.ahead)
        where = {"die_at": die_at, "stop_at": stop_at, "back_at": back_at}
        life = {**where, "web": web, "lines": lines, "ahead": self.ahead}
        self._mother.stdin.write(json.dumps(life).encode() + b"\n")
        try:
            async with asyncio.timeout(LONGEST):
                code = await self._follow()
        except TimeoutError:
            raise AssertionError(f"nobody came to {die_at}") from None
        if die_at and (must or code):
            assert code == -signal.SIGKILL, f"it ended with {code} before {die_at}"
            self.died.append(die_at)

    async def until_warm(self, life: asyncio.Task[None]) -> None:
        while not (self.warm or life.done()):  # noqa: ASYNC110 - its own words are waited for
            await asyncio.sleep(0.005)

    async def live_until(self, done: Callable[[], Awaitable[bool]], **how: Any) -> None:
        """One life that is ended in peace, when this is so, unless it has died before."""
        life, pause = asyncio.create_task(self.live(**how, must=False)), 0.02
        while not life.done() and not (self.warm and await done()):
            await asyncio.sleep(pause)
            pause = min(pause * 1.2, LONGEST_PAUSE)
        self.end()
        await life

    async def _follow(self) -> int:
        assert self._mother.stdout is not None
        while line := await self._mother.stdout.readline():
            told: dict[str, Any] = json.loads(line)
            self.pid, self.port = told.get("pid", self.pid), told.get("port", self.port)
            self.warm |= "warm" in told
            if "point" in told:
                self.points.add(told["point"])
            if "ended" in told:
                self.pid, self.port, self.warm = 0, 0, False
                return int(told["ended"])
        raise AssertionError("the process they are forked from has ended: its own words are above")


@dataclass
class Yard:
    """A database, rooms, and processes between them."""

    database: Database
    rooms: Rooms
    mortals: Mortals
    #: room -> the text that it must show in the end; "": nothing any more
    wanted: dict[str, str] = field(default_factory=dict)
    #: messages that must have the bot's reaction in the end
    reacted: list[str] = field(default_factory=list)
    #: whether whoever is to die at a point has to come to it
    strict: bool = True
    _numbers: count[int] = field(default_factory=count)

    async def promise(self, text: str = "as promised", **more: Any) -> str:
        """A message to a room of its own, with `more` columns; returns the room."""
        room = f"C{next(self._numbers):04d}"
        self.wanted[room] = "" if text == "broken" else text
        async with self.database.begin() as store:
            where = {"platform": "slack", "workspace": TEAM, "channel": room}
            draft = DeliveryDraft(key=room, subject=room, template=TEMPLATE, args={"text": text}, **where, **more)
            await store.outbox.post_deliveries(draft)
        return room

    async def react(self) -> None:
        """A reaction to a message of somebody."""
        number = next(self._numbers)
        message = f"100.{number:06d}"
        self.reacted.append(message)
        where = {"platform": "slack", "workspace": TEAM, "channel": f"C{number:04d}"}
        draft = DeliveryDraft(key=message, subject=message, template=REACTION, args={"message": message}, **where)
        async with self.database.begin() as store:
            await store.outbox.post_reaction(draft)

    async def change(self, room: str) -> None:
        self.wanted[room] = "as changed"
        async with self.database.begin() as store:
            mine = sa.update(Delivery).where(Delivery.subject == room, Delivery.op == POST)
            await store.session.execute(mine.values(args={"text": "as changed"}))
            await store.outbox.refresh_copies(room)

    async def take_back(self, room: str) -> None:
        self.wanted[room] = ""
        async with self.database.begin() as store:
            await store.outbox.withdraw_copies(room)

    async def send(self, *rooms: str) -> None:
        """Until what these rooms were promised is sent."""

        async def are_sent() -> bool:
            return await self._list_states(rooms) == {SENT}

        await self.mortals.live_until(are_sent)

    async def lose(self, *rooms: str) -> None:
        """Until nobody knows what became of what these rooms were promised.

        After five that failed the sixth waits and is tried alone. It may be found before the others are asked about.
        """

        async def are_lost() -> bool:
            states = await self._list_states(rooms)
            return self.rooms.fates.keys().isdisjoint(rooms) and UNKNOWN in states and states <= {UNKNOWN, SENT}

        await self.mortals.live_until(are_lost)

    async def finish(self) -> None:
        """One more process or two, and nothing is left to be done."""
        while await self._left():
            await self.mortals.live_until(self.rests)

    async def judge(self) -> list[str]:
        """What is not as it should be."""
        found = []
        async with self.database.read() as store:
            rows = await store.session.scalars(sa.select(Delivery).where(Delivery.op == POST))
        posts = [row for row in rows if row.subject == row.channel or row.template == FOLLOWED]  # and no copies
        for row in posts:
            wanted = self.wanted.get(row.channel, "so")
            shown = self.rooms.shown(row.channel, row.id)
            if shown != [wanted] * bool(wanted):
                found.append(f"{row.channel} shows {shown}, not {wanted!r}")
            if row.state not in ((SENT,) if wanted else (CANCELLED, DEAD)):
                found.append(f"{row.channel} is {row.state}")
        found += [f"{one} has no reaction" for one in self.reacted if self.rooms.reactions.get(one) != [EYES]]
        followed = [row.channel for row in posts if row.template == FOLLOWED]
        must = [f"{room}F" for room in self.wanted if room in {row.channel for row in posts if row.message}]
        if sorted(followed) != sorted(must):
            found.append(f"{followed} followed, not {must}")
        return found

    async def _list_states(self, rooms: tuple[str, ...]) -> set[str]:
        """Return the states of what these rooms were promised."""
        async with self.database.read() as store:
            which = sa.and_(Delivery.subject.in_(rooms), Delivery.op == POST)
            return set(await store.session.scalars(sa.select(Delivery.state).where(which)))

    async def _left(self) -> bool:
        async with self.database.read() as store:
            counts = await store.deliveries.count_deliveries_by_state()
        return any(counts.get(state) for state in PENDING)

    async def rests(self) -> bool:
        """Nothing is due or on its way: what is left waits for the next process, which is a minute ahead.

        What is asked about in vain is asked about again and again: once in each life will do.
        """
        now = datetime.now(UTC) + timedelta(seconds=self.mortals.ahead)
        asked = self.mortals.born if self.rooms.failing else now
        async with self.database.read() as store:
            busy = sa.or_(
                sa.and_(Delivery.state == READY, Delivery.next_at <= now),
                Delivery.state.in_((LEASED, SENDING)),
                sa.and_(Delivery.state == UNKNOWN, Delivery.lease_until <= asked),
            )
            return not await store.session.scalar(sa.select(sa.func.count()).where(busy))


@asynccontextmanager
async def open_yard(database: Database) -> AsyncIterator[Yard]:
    url = database.engine.url.render_as_string(hide_password=False)
    async with Rooms() as rooms, Mortals({"DATABASE_URL": url, **rooms.settings()}) as mortals:
        yield Yard(database, rooms, mortals)
