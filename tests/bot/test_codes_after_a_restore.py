"""What people know a record by is given out once: a restored database goes on behind all that it may have forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.cli import commands
from bot.settings import read_settings
from storage.kit.database import Database, Store
from storage.library.solutions import MEMBERS, Solution
from storage.policy.consultations import OPEN as CALLED
from storage.policy.consultations import Consultation
from storage.policy.issues import PROPOSED, Issue
from storage.policy.rounds import OPEN as ASKED
from storage.policy.rounds import Round
from storage.questions.questions import OPEN, Question
from tests.conftest import Clock
from tests.conversation import Conversation

MARCH = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MARCH)
    talk = await Conversation(database).begin()
    await talk.person("kari", organisation="alfa")
    return talk


async def restore(url: str, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr(commands, "Database", lambda url: Database(url, clock=clock))
    assert await commands.run_restored_command(read_settings({"DATABASE_URL": url})) == 0


async def give_out(talk: Conversation) -> list[str]:
    """One of each kind, as people are told of it."""
    async with talk.database.begin() as store:
        found = await store.people.find_person_by_account("fake", "W1", "kari")
        assert found is not None
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        return await _codes(store, found[0].id, topic.id)


async def _codes(store: Store, kari: int, topic: int) -> list[str]:
    words = {"title": "Nett", "language": "nb"}
    issue = Issue(
        **words, problem="Kø", wanted="Frist", addressee_kind="grid", state=PROPOSED, raised_by_id=kari,
        news_at=store.now,
    )  # fmt: skip
    consultation = Consultation(**words, sender="Etat", state=CALLED, deadline=date(2027, 6, 1))
    round = Round(title="Nett", why="Møte", deadline=date(2027, 6, 1), state=ASKED, audience={}, made_by_id=kari)
    solution = Solution(**words, code="", problem="Kø", done="Avtale", level=MEMBERS, topic_id=topic, owner_id=kari)
    question = Question(
        asker_id=kari, topic_id=topic, text="Nett?", language="nb", state=OPEN, origin={}, suggested=[], guess=[],
        escalation=[],
    )  # fmt: skip
    codes = [
        (await store.issues.add(issue)).code, (await store.consultations.add(consultation)).code,
        (await store.rounds.add(round)).code, (await store.solutions.add(solution)).code,
    ]  # fmt: skip
    number = (await store.questions.add(question)).number
    return [*codes, str(number), f"{await store.agenda.take_next_case_number(27)}/27"]


async def test_a_restored_database_goes_on_behind_what_it_may_have_given_out(
    talk: Conversation, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await give_out(talk) == ["S-1", "H-1", "R-1", "L-001", "1", "1/27"]
    assert await give_out(talk) == ["S-2", "H-2", "R-2", "L-002", "2", "2/27"]
    await restore(database_url, monkeypatch, clock)
    assert await give_out(talk) == ["S-201", "H-201", "R-201", "L-201", "201", "201/27"]
    assert await give_out(talk) == ["S-202", "H-202", "R-202", "L-202", "202", "202/27"]


async def test_the_older_the_backup_the_more_numbers_are_left_out(
    talk: Conversation, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The codes are new also when `restored` is run again, and for a kind that had none."""
    async with talk.database.begin() as store:
        await store.heartbeats.record_heartbeat("host:1", None)
    clock.forward(days=4, hours=2)
    await restore(database_url, monkeypatch, clock)
    await restore(database_url, monkeypatch, clock)
    codes = await give_out(talk)
    assert codes[0] == "S-501"
    assert int(codes[4]) > 500
    assert int(codes[5].partition("/")[0]) > 500


async def test_what_was_forgotten_is_known_by_its_time(
    talk: Conversation, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talk.database.begin() as store:
        await store.heartbeats.record_heartbeat("host:1", None)
    for hour in range(1, 4):
        clock.forward(hours=1)
        assert not await talk.dispatcher.is_lost_in_restore(MARCH), f"nothing is forgotten in hour {hour}"
    await restore(database_url, monkeypatch, clock)
    moments = [MARCH.replace(hour=hour, minute=30) for hour in (7, 8, 10, 11)]
    assert [await talk.dispatcher.is_lost_in_restore(at) for at in moments] == [False, True, True, False]
