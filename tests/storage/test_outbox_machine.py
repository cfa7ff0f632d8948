"""A state machine over the outbox: states x cancel, take back, refresh and redeliver, by the courier that ships."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.delivery.courier import Courier
from bot.platforms import Sent, TemporaryError
from bot.runtime.metrics import Metrics
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from storage.kit.database import Database, Store
from storage.queue.delivery_rows import PENDING, POST, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import FakePlatform, Post

#: what becomes of a call: it fails certainly, before or after the message arrived
MISHAPS = st.sampled_from(["refused", "lost before", "lost after"])
#: what somebody does to the subject
DEEDS = st.sampled_from(["refresh", "cancel", "take back"])
#: when, seen from a message on its way: before it arrives, or after it has and before that is known
MOMENTS = st.sampled_from(["before", "after"])


class Interrupted(FakePlatform):
    """Does what was asked for while a call is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.mishaps: list[str] = []
        self.before: list[Callable[[], Awaitable[None]]] = []
        self.after: list[Callable[[], Awaitable[None]]] = []

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        mishap = self.mishaps.pop() if self.mishaps else ""
        await self._happens(self.before)
        if mishap == "refused":
            raise TemporaryError("refused", after=1)
        if mishap == "lost before":
            raise ConnectionResetError
        sent = await super().send(place, card, key=key)
        await self._happens(self.after)
        if mishap == "lost after":
            raise ConnectionResetError
        return sent

    async def update(self, place: Place, message: str, card: Card) -> None:
        await self._happens(self.before)
        if self.mishaps:
            self.mishaps.pop()
            raise ConnectionResetError
        await super().update(place, message, card)
        await self._happens(self.after)

    async def delete(self, place: Place, message: str) -> None:
        if self.mishaps:
            self.mishaps.pop()
            raise ConnectionResetError
        await super().delete(place, message)

    async def _happens(self, what: list[Callable[[], Awaitable[None]]]) -> None:
        while what:
            await what.pop(0)()


class OutboxMachine(RuleBasedStateMachine):
    """One subject whose copies are promised, changed and called off while the courier delivers them."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = TemporaryDirectory(prefix="outbox-")
        path = Path(self.folder.name) / "arena.db"
        shutil.copyfile(self.template, path)
        self.clock, self.platform, self.version = Clock(), Interrupted(), 1
        self.promised: set[str] = set()
        #: keys that were called off before they were promised to have gone out, and those that nobody may see
        self.called_off: set[str] = set()
        self.taken_back: set[str] = set()
        router = Router()

        async def draw(view: View) -> Card:
            return Card(str(self.version))

        router.cards["version"] = draw
        self.database = Database(f"sqlite:///{path}", clock=self.clock)
        boot = lambda: self.clock().timestamp()  # noqa: E731 - time passes, the clock is not set
        self.courier = Courier(self.database, {"fake": self.platform}, router, Arena(), Metrics(), boot)

    def teardown(self) -> None:
        self._run(self._come_to_rest())
        try:
            self._judge()
        finally:
            self._run(self.database.close())
            self.loop.close()
            self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        """One copy is out and one is still to come, so that each change meets both."""
        self.promise()
        self.deliver()
        self.promise()

    @precondition(lambda self: len(self.promised) < 6)
    @rule()
    def promise(self) -> None:
        key = f"k{len(self.promised)}"
        self.promised.add(key)

        async def post(store: Store) -> None:
            where = {"platform": "fake", "workspace": "W", "user": f"U{key}"}
            await store.outbox.post_deliveries(
                DeliveryDraft(key=key, template="version", subject="s", args={"key": key}, **where)
            )

        self._run(self._commit(post))

    @rule(again=st.integers(0, 5))
    def promise_again(self, again: int) -> None:
        """The same key: it stays as it is."""
        key = f"k{again % len(self.promised)}"

        async def post(store: Store) -> None:
            where = {"platform": "fake", "workspace": "W", "user": f"U{key}"}
            await store.outbox.post_deliveries(
                DeliveryDraft(key=key, template="version", subject="s", args={"key": key}, **where)
            )

        self._run(self._commit(post))

    @rule(deed=DEEDS)
    def change(self, deed: str) -> None:
        self._run(self._does(deed))

    @rule(deed=DEEDS, moment=MOMENTS)
    def change_while_a_message_is_on_its_way(self, deed: str, moment: str) -> None:
        getattr(self.platform, moment).append(lambda: self._does(deed))

    @rule(mishap=MISHAPS)
    def mishap(self, mishap: str) -> None:
        self.platform.mishaps.append(mishap)

    @rule()
    def deliver(self) -> None:
        self._run(self.courier.deliver_all_due())

    @rule(seconds=st.sampled_from([2, 31, 50]))
    def time_passes(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)
        self._run(self.courier.asking.reconcile_unknown_deliveries())

    @rule()
    def a_worker_dies_with_what_it_has_claimed(self) -> None:
        async def claim(store: Store) -> None:
            await store.deliveries.claim_due_deliveries("dead", timedelta(seconds=15), 2, ["fake"])

        self._run(self._commit(claim))

    @invariant()
    def nothing_is_out_twice(self) -> None:
        """Every message is asked for before it is sent again."""
        times = Counter(post.key for post in self.platform.posts)
        assert set(times.values()) <= {1}, times

    async def _does(self, deed: str) -> None:
        async def act(store: Store) -> None:
            if deed == "refresh":
                self.version += 1
                await store.outbox.refresh_copies("s")
            elif deed == "cancel":
                self.taken_back |= await self._not_out(store)
                await store.outbox.cancel_deliveries(subject="s")
                self.called_off |= self.promised
            else:
                await store.outbox.withdraw_copies("s")
                self.taken_back |= self.promised

        await self._commit(act)

    async def _not_out(self, store: Store) -> set[str]:
        """What is to come or on its way: once it is cancelled, nobody may see it in the end."""
        mine = sa.select(Delivery.dedupe_key).where(Delivery.op == POST, Delivery.state.in_(PENDING))
        return set((await store.session.scalars(mine)).all())

    async def _commit(self, act: Callable[[Store], Awaitable[None]]) -> None:
        async with self.database.begin() as store:
            await act(store)

    async def _come_to_rest(self) -> None:
        self.platform.mishaps.clear()
        for waiting in (self.platform.before, self.platform.after):
            waiting.clear()
        for _ in range(3):
            self.clock.forward(seconds=400)
            await self.courier.asking.reconcile_unknown_deliveries()
            await self.courier.deliver_all_due()

    def _judge(self) -> None:
        shown: dict[str, Post] = {post.place.user[1:]: post for post in self.platform.posts if not post.deleted}
        for key in self.promised:
            if key in self.taken_back:
                assert key not in shown, f"{key} was taken back"
            elif key not in self.called_off:
                assert key in shown, f"{key} is lost"
        for key, post in shown.items():
            assert post.card.title == str(self.version), f"{key} shows what was so before"

    def _run(self, work: Awaitable[object]) -> None:
        self.loop.run_until_complete(work)  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_whatever_happens_in_whatever_state_nothing_is_lost_double_or_out_of_date(sqlite_template: Path) -> None:
    OutboxMachine.template = sqlite_template
    run_state_machine_as_test(
        OutboxMachine,
        settings=settings(
            max_examples=60,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
