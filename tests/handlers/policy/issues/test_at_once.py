"""What organisations say in the same moment: each counts once, whoever was first, on both engines."""

from __future__ import annotations

import asyncio

from handlers.chat.events import Click
from storage.directory.organisations import CONTACT, DEPUTY
from storage.kit.database import Database
from storage.policy.issue_stances import SUPPORT
from storage.policy.issues import PROPOSED, Issue
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY

#: organisations, and clicks of all of them together
HOUSES, CLICKS = 40, 200


def click(who: Someone, value: str) -> Click:
    return Click(name="issues.support", value=value, **who._where(""))


async def taps(talk: Conversation, who: Someone, issue: int) -> str:
    """Until it is answered: a machine that is busy asks people to try again."""
    for _ in range(80):
        reply = await talk.dispatcher(click(who, f"{issue}:1"))
        text = reply.card.fallback if reply is not None and reply.card is not None else ""
        if "already said that" in text or "Supports" in text:
            return text
        await asyncio.sleep(0.25)  # a moment, as it asks
    raise AssertionError(text)


async def test_two_hundred_clicks_of_forty_organisations_are_forty_supports(database: Database, clock: Clock) -> None:
    """By contact and deputy of each, several times, all at once."""
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    people = [
        await talk.person(f"{role}{n}", organisation=f"park{n}", contact=role == CONTACT)
        for n in range(HOUSES)
        for role in (CONTACT, DEPUTY)
    ]
    async with database.begin() as store:
        for person in people[1::2]:
            found = await store.people.load_person(person.person_id)
            assert found.organisation_id is not None
            await store.organisations.appoint_representative(found.organisation_id, found.id, DEPUTY)
        issue = await store.issues.add(
            Issue(
                title="Grid", problem="None", wanted="More", addressee_kind="grid", language="en", state=PROPOSED,
                published_at=store.now,
            )
        )  # fmt: skip
    told = [
        await text
        for text in asyncio.as_completed([taps(talk, people[n % len(people)], issue.id) for n in range(CLICKS)])
    ]
    assert sum("has already said that" in text for text in told) == CLICKS - HOUSES
    async with database.read() as store:
        said = await store.issue_stances.list_stances(issue.id)
        notes = await store.issue_log.list_issue_log(issue.id)
    assert len({house.id for _, house in said}) == len(said) == HOUSES
    assert {support.stance for support, _ in said} == {SUPPORT}
    assert (
        "40 parks support"
        in (await talk.dispatcher(Click(name="issues.open", value="1", **people[0]._where("")))).card.fallback
    )
    assert len(notes) == HOUSES, "the history tells each once"


async def test_who_taps_follow_several_times_at_once_follows_once(database: Database, clock: Clock) -> None:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    kari = await talk.person("kari", organisation="eksempel")
    async with database.begin() as store:
        words = {"title": "Grid", "problem": "None", "wanted": "More", "addressee_kind": "grid", "language": "en"}
        issue = await store.issues.add(Issue(**words, state=PROPOSED, published_at=store.now))
    events = [Click(name="issues.follow", value=str(issue.id), **kari._where("")) for _ in range(5)]
    replies = await asyncio.gather(*(talk.dispatcher(event) for event in events))
    assert all("You follow S-1" in reply.card.fallback for reply in replies if reply is not None and reply.card)
    async with database.read() as store:
        assert await store.issue_followers.count_followers_by_issue([issue.id]) == {issue.id: 1}
        assert [person.id for person in await store.issue_followers.list_issue_followers(issue.id)] == [kari.person_id]


async def test_one_of_two_who_publish_is_first(database: Database, clock: Clock) -> None:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    both = [await talk.person(name, role="secretariat") for name in ("sara", "tom")]
    async with database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        issue = await store.issues.add(
            Issue(
                title="Grid", problem="None", wanted="More", addressee_kind="grid", language="en", state="check",
                submitted_at=store.now,
            )
        )  # fmt: skip
        await store.issues.set_issue_topics(issue.id, [topic.id])
    events = [Click(name="issues.publish", value=str(issue.id), **who._where("")) for who in both]
    replies = await asyncio.gather(*(talk.dispatcher(event) for event in events))
    await talk.settle()
    told = [reply.card.fallback for reply in replies if reply is not None and reply.card is not None]
    assert sum("has already been reviewed" in text for text in told) == 1
    assert len(talk.room("grid")) == 1
