"""Words that organisations share stand in what was published for as long as they share them, and for those they may."""

from __future__ import annotations

from storage.directory.organisations import Organisation
from tests.adoption import asks_adoption
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.input import answers, asks, crowd, publishes
from tests.policy import passes, said


async def publishes_words(talk: Conversation, sara: Someone, clock: Clock, hour: int = 8) -> tuple[list[Someone], int]:
    """Those who have shared "Sak 0." and so on by name, and the round, whose result is published."""
    people = await crowd(talk, 6)
    round = await asks(sara, fields="A case: text")
    for n, who in enumerate(people):
        await answers(who, round, f1=f"Sak {n}.", shared="named")
    clock.set(clock().replace(month=3, day=15, hour=hour))
    await passes(talk, clock, minutes=30)
    await publishes(sara, round)
    return people, round


def results(who: Someone) -> list[str]:
    return [post.text for post in who.sees if "This was the result" in post.text]


async def test_words_that_are_taken_back_leave_the_messages_about_the_result(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people, round = await publishes_words(talk, sara, clock)
    await passes(talk, clock, hours=3)
    assert "Sak 1." in results(people[0])[0]
    await sara.submits(await sara.does("rounds.extend", str(round)), deadline="9 April")
    await answers(people[1], round, f1="Sak 1.", shared="private")
    await passes(talk, clock, minutes=5)
    (told,) = results(people[0])
    assert ("Sak 1." in told, "Sak 2." in told) == (False, True)
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("park3")
    assert house is not None
    await sara.submits(await sara.does("privacy.house_leaves", str(house.id)), what="withdraw")
    await passes(talk, clock, minutes=5)
    (told,) = results(people[0])
    assert ("Sak 0." in told, "Sak 2." in told) == (True, False)


async def test_who_has_left_before_the_morning_reads_nothing_of_the_result(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people, round = await publishes_words(talk, sara, clock, hour=20)
    async with talk.database.begin() as store:
        old = await store.organisations.find_organisation_by_code("park1")
        new = await store.organisations.add(Organisation(code="annen", name="Annen", kind="park"))
        person = await store.people.load_person(people[0].person_id)
        assert old is not None
        await store.organisations.dismiss_representative(old.id, person.id)
        await store.memberships.end_membership(person, old.id)
        await store.memberships.add_membership(person, new.id, confirmed=True)
    await passes(talk, clock, hours=13)
    assert results(people[0]) == []
    assert "Sak 0." in results(people[1])[0]
    assert "cannot find" in said(await people[0].does("rounds.open", str(round)))


async def test_who_plans_the_same_reads_the_name_of_nobody_who_has_left(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people = await crowd(talk, 3)
    round = await asks_adoption(sara)
    for who in people:
        await who.does("rounds.planned", round)
        await who.does("rounds.peers", round)
    await passes(talk, clock, days=1)
    assert any("Park2" in post.text for post in people[0].sees)
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("park2")
    assert house is not None
    await sara.submits(await sara.does("privacy.house_leaves", str(house.id)), what="withdraw")
    await passes(talk, clock, minutes=5)
    assert [post.text for post in people[0].sees if "Park2" in post.text] == []
    assert any("Park3" in post.text for post in people[0].sees)


async def test_words_without_a_name_name_nobody_in_the_genitive_either(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people = await crowd(talk, 6)
    round = await asks(sara, fields="A case: text")
    for who in people[1:]:
        await answers(who, round, f1="We wait.", shared="private")
    await answers(people[0], round, f1="Park2s kai and PARK3's line are full.", shared="unnamed")
    clock.set(clock().replace(month=3, day=15, hour=8))
    await passes(talk, clock, minutes=30)
    await publishes(sara, round)
    await passes(talk, clock, hours=3)
    assert "a members kai and a member's line are full." in results(people[1])[0]
