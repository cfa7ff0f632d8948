"""Determine whom a meeting concerns: its invitees, those who may see it, and those who run it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.access import rights
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import ORGANISATIONS, TOPICS, Meeting


async def list_invitees(store: Store, meeting: Meeting, everybody: Sequence[Person] | None = None) -> list[Person]:
    """Return who is invited to a stored meeting.

    `everybody`: all people, for callers that have loaded them already.
    """
    topics = await store.meetings.list_meeting_topic_ids(meeting.id) if meeting.audience == TOPICS else ()
    organisations = (
        await store.meetings.list_meeting_organisation_ids(meeting.id) if meeting.audience == ORGANISATIONS else ()
    )
    everybody = everybody or await store.people.list_all_people()
    return await choose_invitees(store, meeting, topics, organisations, everybody)


async def choose_invitees(
    store: Store, meeting: Meeting, topics: Collection[int], organisations: Collection[int],
    everybody: Sequence[Person],
) -> list[Person]:  # fmt: skip
    """Return invited members with a confirmed organisation; never guests.

    For topics: people who follow or lead one of them. For organisations: their people. For all:
    everybody.
    """
    people = [person for person in everybody if _may_be_invited(person, meeting)]
    if meeting.audience == TOPICS:
        wanted: set[int] = set()
        for topic in topics:
            wanted |= {person.id for person in await store.topics.list_topic_followers(topic)}
            wanted |= {person.id for person in await store.topics.list_topic_leads(topic)}
        return [person for person in people if person.id in wanted and rights.is_confirmed_member(person)]
    if meeting.audience == ORGANISATIONS:
        return [person for person in people if person.stands_for in organisations or person.id == meeting.organiser_id]
    return [person for person in people if rights.is_confirmed_member(person)]


async def is_meeting_invitee(store: Store, meeting: Meeting, person: Person) -> bool:
    """Return True if the person is one of the `list_invitees`."""
    if not _may_be_invited(person, meeting):
        return False
    if meeting.audience == ORGANISATIONS:
        organisation_ids = await store.meetings.list_meeting_organisation_ids(meeting.id)
        return person.stands_for in organisation_ids or person.id == meeting.organiser_id
    if not rights.is_confirmed_member(person):
        return False
    if meeting.audience == TOPICS:
        mine = {topic.id for topic in await store.topics.list_followed_topics(person.id)}
        mine |= {topic.id for topic in await store.topics.list_topics_led_by(person.id)}
        return not mine.isdisjoint(await store.meetings.list_meeting_topic_ids(meeting.id))
    return True


async def may_see_meeting(store: Store, meeting: Meeting, person: Person) -> bool:
    """Return True for confirmed members if the meeting is for all or for topics. Meetings for some
    organisations are visible to these and the secretariat.

    Whoever has answered for one of these sees it as long as they belong there, whichever organisation they act for.
    Guests and unconfirmed people see only meetings that they run.
    """
    circle = await _list_closed_circle(store, meeting)
    if _is_meeting_open_to(person, meeting, circle):
        return True
    if circle is None or not rights.is_confirmed_member(person):
        return False
    return await store.rsvps.has_answered_for_member(meeting.id, person.id)


async def list_meeting_people(store: Store, meeting: Meeting) -> list[Person]:
    """Return everybody who may see the meeting and have a part in it: nobody who has left, and no guest."""
    circle = await _list_closed_circle(store, meeting)
    people = [one for one in await store.people.list_all_people() if one.left_at is None and not one.guest]
    return [one for one in people if _is_meeting_open_to(one, meeting, circle)]


async def _list_closed_circle(store: Store, meeting: Meeting) -> Collection[int] | None:
    """Return the organisations that alone see the meeting; None where all members do."""
    return await store.meetings.list_meeting_organisation_ids(meeting.id) if meeting.audience == ORGANISATIONS else None


def _is_meeting_open_to(person: Person, meeting: Meeting, circle: Collection[int] | None) -> bool:
    if person.secretariat or person.id == meeting.organiser_id:
        return True
    return rights.is_confirmed_member(person) and (circle is None or person.stands_for in circle)


def describe_missing_meeting(person: Person, say: Say) -> str:
    """Return the text for a meeting that somebody does not see. It is the same for not found and not
    allowed.
    """
    if person.guest or rights.is_confirmed_member(person):
        return say("I cannot find that meeting.")
    return say(
        "You can see the network's meetings once your organisation has confirmed that you belong to it. Write “me”"
        " to choose your organisation."
    )


def _may_be_invited(person: Person, meeting: Meeting) -> bool:
    return rights.is_confirmed_member(person) or (person.id == meeting.organiser_id and not person.guest)


def list_meeting_roles(person: Person, meeting: Meeting) -> tuple[str, ...]:
    return (rights.ORGANISER,) if person.id == meeting.organiser_id and not person.guest else ()


def may_run_meeting(person: Person, meeting: Meeting) -> bool:
    """Return True if the person may change, move and call off the meeting."""
    return rights.is_action_allowed(person, "meetings.more", *list_meeting_roles(person, meeting))


async def need_meeting_role(turn: Turn, meeting: Meeting, *more: str, action: str = "") -> None:
    """Raise an error unless a role allows the action: the role in the meeting, or `more` roles in a part
    of it.
    """
    organiser = await turn.store.people.find(meeting.organiser_id)
    name = organiser.name if organiser else turn.say("a former contact")
    words = {rights.ORGANISER: turn.say("the organiser ({name})", name=name)}
    await rights.need_right(turn, *list_meeting_roles(turn.person, meeting), *more, action=action, words=words)
