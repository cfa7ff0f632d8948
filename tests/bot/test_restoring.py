"""A database from a backup: what was due then is looked for before it is sent, and nothing floods."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cli import commands
from bot.delivery.after_restore import quarantine_after_restore
from bot.platforms import CannotTell
from bot.settings import read_settings
from handlers.chat.routing import Router
from storage.kit.database import Database, Store
from storage.queue.delivery_rows import CARD, CHATTER, DEAD, READY, REMINDER, SENT, UNKNOWN, Delivery, DeliveryEvent
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation
from tests.drills import MESSAGES, drill


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


async def promise(talk: Conversation, key: str, due: datetime, kind: str = REMINDER) -> None:
    args = {"card": {"title": key}}
    async with talk.database.begin() as store:
        draft = DeliveryDraft(
            key=key, platform="fake", workspace=WORKSPACE, channel="c", template="reply", args=args, kind=kind,
            due_at=due,
        )  # fmt: skip
        await store.outbox.post_deliveries(draft)


async def roll_back(talk: Conversation, *keys: str) -> None:
    """The backup was made before these were sent."""
    forgotten = {"state": READY, "message": "", "sent_at": None, "started_at": None, "attempts": 0, "claims": 0}
    async with talk.database.begin() as store:
        await store.session.execute(sa.update(Delivery).where(Delivery.dedupe_key.in_(keys)).values(forgotten))


async def states(talk: Conversation) -> dict[str, str]:
    async with talk.database.read() as store:
        rows = await store.session.execute(sa.select(Delivery.dedupe_key, Delivery.state))
        return {key: state for key, state in rows if not key.startswith("audit")}


async def restored(database_url: str) -> int:
    return await commands.run_restored_command(read_settings({"DATABASE_URL": database_url}))


def titles(talk: Conversation) -> Counter[str]:
    return Counter(post.card.title for post in talk.posts)


async def test_what_was_sent_since_the_backup_is_found_and_the_rest_is_sent(
    talk: Conversation, database_url: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    await promise(talk, "sent", now - timedelta(minutes=50))
    await talk.settle()
    await promise(talk, "due", now - timedelta(minutes=30))
    await promise(talk, "future", now + timedelta(days=2))
    await roll_back(talk, "sent")
    assert await restored(database_url) == 0
    assert capsys.readouterr().out.startswith("2 messages were due")
    assert await states(talk) == {"sent": UNKNOWN, "due": UNKNOWN, "future": READY}
    await talk.settle()
    assert titles(talk) == {"sent": 1}, "nothing is sent before it is asked about"
    await talk.courier.sweep_unknown_outcomes()
    await talk.settle()
    assert await states(talk) == {"sent": SENT, "due": SENT, "future": READY}
    assert titles(talk) == {"sent": 1, "due": 1}


async def test_where_nothing_can_be_read_back_the_kind_decides(
    talk: Conversation, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def blind(*_: object) -> None:
        raise CannotTell("no such call")

    monkeypatch.setattr(talk.platforms["fake"], "find", blind)
    now = datetime.now(UTC)
    kinds = {"reminder": REMINDER, "card": CARD, "chatter": CHATTER}
    for key, kind in kinds.items():
        await promise(talk, key, now - timedelta(minutes=5), kind)
    await talk.settle()
    await roll_back(talk, *kinds)
    assert await restored(database_url) == 0
    await talk.courier.sweep_unknown_outcomes()
    await talk.settle()
    assert await states(talk) == {"reminder": SENT, "card": SENT, "chatter": DEAD}
    assert titles(talk) == {"reminder": 2, "card": 2, "chatter": 1}


async def test_it_is_written_down_what_was_set_aside(talk: Conversation, database_url: str) -> None:
    await promise(talk, "due", datetime.now(UTC) - timedelta(minutes=5))
    assert await restored(database_url) == 0
    async with talk.database.read() as store:
        event = (await store.session.scalars(sa.select(DeliveryEvent))).one()
    assert (event.from_state, event.to_state, event.reason) == (READY, UNKNOWN, "restored")


@pytest.mark.parametrize("what", ["plan", "chore"])
async def test_what_was_planned_since_the_backup_is_asked_about_too(
    talk: Conversation, clock: Clock, what: str
) -> None:
    """It is promised again, under the same key, and may have been sent."""
    await promise(talk, "before", datetime.now(UTC))
    clock.forward(minutes=5)
    router = Router()

    async def post(store: Store, *_: object) -> None:
        draft = DeliveryDraft(key="planned", platform="fake", workspace=WORKSPACE, template="reply", due_at=store.now)
        await store.outbox.post_deliveries(draft)

    if what == "plan":
        router.plan("meantime")(post)
    else:
        router.every("* * * * *", "meantime")(post)
    await quarantine_after_restore(talk.database, router, talk.arena)
    assert (await states(talk))["planned"] == UNKNOWN


async def test_a_database_out_of_date_is_refused(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert await restored(f"sqlite:///{tmp_path}/empty.db") == 1
    assert "migrate" in capsys.readouterr().err


@pytest.mark.real_ids
async def test_after_a_drill_nothing_went_out_again_or_was_lost_or_reached_another_record(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server = None if database.is_sqlite else request.getfixturevalue("postgres")
    verdict = await drill(database, server, tmp_path, random.Random(7))
    assert verdict.before >= MESSAGES
    assert verdict.after >= MESSAGES
    assert (verdict.again, verdict.lost, verdict.foreign) == ([], [], [])
