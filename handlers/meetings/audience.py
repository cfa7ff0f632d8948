"""Whom a meeting concerns: the rooms its card stands in, the people who are invited, and who runs it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from storage.directory.people import Person
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.meetings.meetings import ALL, ORGANISATIONS, TOPICS, Meeting


async def rooms(store: Store, meeting: Meeting) -> Sequence[Room]:
    """Rooms of its topics; of every topic, when it is for all; none, when it is for some organisations alone."""
    if meeting.audience == TOPICS:
        return await store.rooms.of_topics(sorted(await store.meetings.topics(meeting.id)))
    if meeting.audience == ALL:
        return await store.rooms.of_topics([topic.id for topic in await store.topics.all()])
    return ()


async def invited(store: Store, meeting: Meeting, everybody: Sequence[Person] | None = None) -> list[Person]:
    """Members whose organisation is known for sure, as far as the meeting is for them; never guests.

    For topics: those who follow or lead one of them. For organisations: their people. For all: everybody.
    `everybody`: all people, for who has read them already.
    """
    people = [person for person in (everybody or await store.people.all()) if _is_close(person, meeting)]
    if meeting.audience == TOPICS:
        wanted: set[int] = set()
        for topic in await store.meetings.topics(meeting.id):
            wanted |= {person.id for person in await store.topics.followers(topic)}
            wanted |= {person.id for person in await store.topics.leads(topic)}
        return [person for person in people if person.id in wanted and rights.belongs(person)]
    if meeting.audience == ORGANISATIONS:
        houses = await store.meetings.organisations(meeting.id)
        return [person for person in people if person.stands_for in houses or person.id == meeting.organiser_id]
    return [person for person in people if rights.belongs(person)]


async def is_invited(store: Store, meeting: Meeting, person: Person) -> bool:
    """As `invited`, of one person."""
    if not _is_close(person, meeting):
        return False
    if meeting.audience == ORGANISATIONS:
        houses = await store.meetings.organisations(meeting.id)
        return person.stands_for in houses or person.id == meeting.organiser_id
    if not rights.belongs(person):
        return False
    if meeting.audience == TOPICS:
        mine = {topic.id for topic in await store.topics.followed_by(person.id)}
        mine |= {topic.id for topic in await store.topics.led_by(person.id)}
        return not mine.isdisjoint(await store.meetings.topics(meeting.id))
    return True


async def may_see(store: Store, meeting: Meeting, person: Person) -> bool:
    """Who belongs sees what is for all or for topics; what is for some organisations is theirs and the secretariat's.

    Guests, and whom no organisation has confirmed, see no meeting but one that they run.
    """
    if person.secretariat or person.id == meeting.organiser_id:
        return True
    if not rights.belongs(person):
        return False
    if meeting.audience == ORGANISATIONS:
        return person.stands_for in await store.meetings.organisations(meeting.id)
    return True


def missing(person: Person, say: Say) -> str:
    """Return what is said of a meeting that somebody does not see: foreign and missing sound the same."""
    if person.guest or rights.belongs(person):
        return say("I do not find that meeting.")
    return say(
        "You see the meetings of the network when your organisation has confirmed that you belong to it. "
        "Write «me» to say where you belong."
    )


def _is_close(person: Person, meeting: Meeting) -> bool:
    return rights.belongs(person) or (person.id == meeting.organiser_id and not person.guest)


def ties(person: Person, meeting: Meeting) -> tuple[str, ...]:
    return (rights.ORGANISER,) if person.id == meeting.organiser_id and not person.guest else ()


def may_run(person: Person, meeting: Meeting, action: str = "meetings.more") -> bool:
    """Change, move and call off."""
    return rights.may(person, action, *ties(person, meeting))


async def need_run(turn: Turn, meeting: Meeting, *more: str, action: str = "") -> None:
    """By one's tie to the meeting, and `more` ties to what is part of it, as the line of the action says."""
    organiser = await turn.store.people.find(meeting.organiser_id)
    name = organiser.name if organiser else turn.say("a former contact")
    words = {rights.ORGANISER: turn.say("the organiser ({name})", name=name)}
    await rights.need(turn, *ties(turn.person, meeting), *more, action=action, words=words)
