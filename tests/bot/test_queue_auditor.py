"""The queue auditor: what should have moved and did not is counted, logged and told to the secretariat, once a day."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import structlog
from prometheus_client import generate_latest

from bot.delivery.circuit_breaker import format_breaker_slot
from bot.maintenance.queue_auditor import QueueAuditor
from storage.kit.database import Database, Store
from storage.questions.questions import ACCEPTED, Question
from storage.queue.delivery_rows import REMINDER
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


@pytest.fixture
async def siri(talk: Conversation) -> Someone:
    return await talk.person("siri", role="secretariat")


def auditor_of(talk: Conversation) -> QueueAuditor:
    courier = talk.courier
    return QueueAuditor(
        talk.database, courier.router, talk.arena, courier.outcomes.metrics, doubles=courier.outcomes.doubles,
        clock_was_set=lambda: None,
    )  # fmt: skip


async def promise(talk: Conversation, key: str = "k", **more: object) -> None:
    args = {"card": {"title": "hei"}}
    async with talk.database.begin() as store:
        await store.outbox.post_deliveries(
            DeliveryDraft(
                key=key, platform="fake", workspace=WORKSPACE, channel="c", template="reply", args=args, **more
            )  # type: ignore[arg-type]
        )


async def found_in(talk: Conversation) -> dict[str, int]:
    """What two looks in a row find: nobody is told of the first."""
    auditor = auditor_of(talk)
    looks = [await auditor.run_all_audits() for _ in range(2)]
    return {name: len(lines) for look in looks for name, lines in look.items() if lines}


async def test_when_all_is_well_nobody_hears_of_it(talk: Conversation, siri: Someone) -> None:
    await promise(talk)
    await talk.settle()
    assert await found_in(talk) == {}
    await talk.settle()
    assert siri.sees == []
    assert b"arena_last_audit_timestamp_seconds 1" in generate_latest(talk.courier.outcomes.metrics.registry)


async def test_a_late_message_is_told_once_a_day(talk: Conversation, siri: Someone, clock: Clock) -> None:
    await promise(talk, "k1")
    clock.forward(minutes=1)
    assert await found_in(talk) == {}
    clock.forward(minutes=2)
    for _ in range(3):
        assert await found_in(talk) == {"deliveries.overdue": 1}
    talk.platforms["fake"].posts.clear()
    await talk.settle()
    told = [post for post in siri.sees if post.card.title]
    assert [post.card.title for post in told] == ["1 message is late"]
    assert told[0].labels == ["Administer", "Has it arrived?"]
    await promise(talk, "k2")
    clock.forward(hours=24)
    assert await found_in(talk) == {"deliveries.overdue": 1}
    await talk.settle()
    assert [post.card.title for post in siri.sees].count("1 message is late") == 2


async def test_what_is_taken_up_before_the_next_look_is_told_to_nobody(
    talk: Conversation, siri: Someone, clock: Clock
) -> None:
    """As after the machine has slept, when the audit comes before the planner."""
    auditor = auditor_of(talk)
    await promise(talk)
    clock.forward(hours=9)
    assert (await auditor.run_all_audits())["deliveries.overdue"]
    await talk.settle()
    assert not (await auditor.run_all_audits())["deliveries.overdue"]
    await talk.settle()
    assert siri.sees == []


async def test_what_waits_on_purpose_is_not_late(talk: Conversation, siri: Someone, clock: Clock) -> None:
    """A turn in a channel, a reader's morning, a change of a message that is not out."""
    await promise(talk, due_at=clock() + timedelta(hours=8), kind=REMINDER)
    clock.forward(hours=7)
    assert await found_in(talk) == {}


async def test_a_platform_that_does_not_answer_has_a_word_of_its_own(
    talk: Conversation, siri: Someone, clock: Clock
) -> None:
    await promise(talk)
    clock.forward(minutes=3)
    async with talk.database.begin() as store:
        await store.rate_limit_slots.extend_slot(
            format_breaker_slot(f"fake:{WORKSPACE}"), store.now + timedelta(seconds=20)
        )
    assert await found_in(talk) == {"deliveries.away": 1}


async def test_what_a_dead_worker_holds_is_found_when_nobody_takes_it_up(
    talk: Conversation, siri: Someone, clock: Clock
) -> None:
    await promise(talk, "claimed")
    await promise(talk, "begun")
    async with talk.database.begin() as store:
        rows = await store.deliveries.claim_due_deliveries("dead worker", timedelta(seconds=15), 10, ["fake"])
        await store.deliveries.mark_sending(rows[:1], timedelta(seconds=45))
    clock.forward(minutes=4)
    assert await found_in(talk) == {"deliveries.stuck": 2}


async def test_an_outcome_that_stays_unknown_is_found(talk: Conversation, siri: Someone, clock: Clock) -> None:
    talk.platforms["fake"].fail.append(ConnectionResetError())
    await promise(talk)
    await talk.settle()
    clock.forward(minutes=4)
    assert await found_in(talk) == {}
    clock.forward(minutes=2)
    assert await found_in(talk) == {"deliveries.unknown": 1}


async def test_a_message_found_twice_is_counted_deleted_and_told(
    talk: Conversation, siri: Someone, clock: Clock
) -> None:
    platform = talk.platforms["fake"]
    platform.fail_after.append(ConnectionResetError())
    await promise(talk)
    await talk.settle()
    first = platform.posts[0]
    await platform.send(first.place, first.card, key=first.key)
    clock.forward(seconds=31)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.courier.deliver_all_due()
    assert [post.deleted for post in platform.posts] == [False, True]
    assert b'arena_duplicates_total{platform="fake"} 1.0' in generate_latest(talk.courier.outcomes.metrics.registry)
    assert await found_in(talk) == {"deliveries.double": 1}
    assert await found_in(talk) == {}
    await talk.settle()
    assert siri.last.card.title == "1 message went out twice"


async def test_a_question_that_is_not_published_is_found(talk: Conversation, siri: Someone, clock: Clock) -> None:
    async with talk.database.begin() as store:
        question = Question(
            asker_id=siri.person_id, text="Hvem har prøvd dette?", language="nb", state=ACCEPTED, origin={},
            suggested=[], guess=[], publish_at=store.now,
        )  # fmt: skip
        await store.questions.add(question)
    clock.forward(minutes=9)
    assert await found_in(talk) == {}
    clock.forward(minutes=2)
    assert await found_in(talk) == {"questions.unpublished": 1}


async def test_an_audit_with_a_bug_does_not_stop_the_others(talk: Conversation, siri: Someone, clock: Clock) -> None:
    async def broken(store: Store, arena: object) -> list[str]:
        raise RuntimeError("a bug")

    talk.courier.router.audits["broken"] = broken
    await promise(talk)
    clock.forward(minutes=3)
    assert await found_in(talk) == {"deliveries.overdue": 1}


async def test_an_audit_of_a_capability_is_told_with_its_name(talk: Conversation, siri: Someone) -> None:
    async def lines(store: Store, arena: object) -> list[str]:
        return ["occurrence 7", "occurrence 8"]

    talk.courier.router.audits["meetings.rooms"] = lines
    assert await found_in(talk) == {"meetings.rooms": 2}
    await talk.settle()
    assert siri.last.card.title == "2 things are stuck"
    assert "“meetings.rooms”" in siri.last.text
    assert "occurrence 8" in siri.last.text


async def test_who_left_the_secretariat_meanwhile_hears_nothing(
    talk: Conversation, siri: Someone, clock: Clock
) -> None:
    await promise(talk)
    clock.forward(minutes=3)
    await found_in(talk)
    async with talk.database.begin() as store:
        (await store.people.load_person(siri.person_id)).role = "member"
    await talk.settle()
    assert siri.sees == []


async def test_the_log_tells_how_many_and_nothing_else(talk: Conversation, siri: Someone, clock: Clock) -> None:
    await promise(talk, user="kari.nordmann")
    clock.forward(minutes=3)
    with structlog.testing.capture_logs() as logs:
        await auditor_of(talk).run_all_audits()
    assert logs == [{"event": "audit found", "audit": "deliveries.overdue", "count": 1, "log_level": "warning"}]
    assert "kari" not in json.dumps(logs)
