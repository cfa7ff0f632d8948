"""The planner at its work: quick when nothing is new, sparing with series, and audited."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from handlers.meetings.occurrence_view import build_reminder_subject
from storage.directory.people import Account, Person
from storage.kit.database import Store
from storage.queue.delivery_rows import Delivery
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone
from tests.handlers.meetings.reminders.conftest import Until, oslo, plan, titles
from tests.meetings import meets
from tests.statement_meter import statements

PEOPLE, MEETINGS = 250, 20
#: statements: some for each meeting, none for each person
FEW = 5 * MEETINGS


async def crowd(store: Store, house: int) -> None:
    names = [f"p{n}" for n in range(PEOPLE)]
    same = {"language": "en", "role": "member", "organisation_id": house, "confirmed": True, "created_at": store.now}
    await store.session.execute(sa.insert(Person), [{"name": name, **same} for name in names])
    ids = dict((await store.session.execute(sa.select(Person.name, Person.id).where(Person.name.in_(names)))).all())
    where = {"platform": "fake", "workspace": WORKSPACE, "seen_at": store.now}
    rows = [{"person_id": id, "user": name, "name": name, **where} for name, id in ids.items()]
    await store.session.execute(sa.insert(Account), rows)


async def count(talk: Conversation) -> int:
    async with talk.database.read() as store:
        return await store.session.scalar(sa.select(sa.func.count()).select_from(Delivery)) or 0


async def test_it_has_little_to_do_when_nothing_is_new(talk: Conversation, sara: Someone, kari: Someone) -> None:
    async with talk.database.begin() as store:
        house = (await store.people.load_person(kari.person_id)).organisation_id
        assert house is not None
        await crowd(store, house)
    for n in range(MEETINGS):
        await meets(talk.database, sara.person_id, starts=f"2027-02-{3 + n:02}T10:00", title=f"Meeting {n}")
    await plan(talk)
    promised = await count(talk)
    assert promised > PEOPLE * MEETINGS
    with statements(talk.database) as said:
        await plan(talk)
    assert len(said) < FEW
    assert await count(talk) == promised


async def test_a_series_has_one_announcement_and_no_two_reminders_of_different_dates_at_once(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    first = await meets(talk.database, sara.person_id, starts="2027-03-01T10:00", rule="FREQ=WEEKLY;COUNT=4")
    async with talk.database.begin() as store:
        one = await store.occurrences.find(first)
        assert one is not None
        for n in range(1, 4):
            starts = f"2027-03-{1 + 7 * n:02}T10:00"
            row = type(one)(
                meeting_id=one.meeting_id, original=starts, starts=starts,
                start_at=one.start_at + timedelta(weeks=n), end_at=one.end_at + timedelta(weeks=n),
            )  # fmt: skip
            await store.occurrences.add(row)
    await until(oslo(3, 31))
    assert titles(kari).count("Invitation: Arena meeting 2/27") == 1
    assert sum("is on Monday" in title or "is tomorrow" in title for title in titles(kari)) == 4
    assert not any("messages" in title for title in titles(kari))


async def test_the_audit_finds_whom_the_planner_forgot(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    id = await meets(talk.database, sara.person_id, starts="2027-02-10T10:00")
    clock.set(oslo(2, 9, 11))

    async def audit() -> list[str]:
        async with talk.database.begin() as store:
            return await talk.courier.router.audits["reminders"](store, talk.arena)

    assert await audit() == [f"occurrence {id}: 2 without a reminder"]
    await plan(talk)
    assert await audit() == []
    async with talk.database.begin() as store:
        gone = sa.delete(Delivery).where(
            Delivery.subject == build_reminder_subject(id), Delivery.person_id == kari.person_id
        )
        await store.session.execute(gone)
    assert await audit() == [f"occurrence {id}: 1 without a reminder"]


async def test_who_answers_just_now_is_no_matter_for_the_audit(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    id = await meets(talk.database, sara.person_id, starts="2027-02-10T10:00", signup_by=oslo(2, 9, 14))
    clock.set(oslo(2, 9, 11))
    await plan(talk)
    async with talk.database.begin() as store:
        await store.session.execute(sa.delete(Delivery).where(Delivery.person_id == kari.person_id))
    await kari.does("meetings.going", str(id))
    async with talk.database.begin() as store:
        assert await talk.courier.router.audits["reminders"](store, talk.arena) == []
