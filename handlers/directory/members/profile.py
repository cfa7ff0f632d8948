"""The profile: what the bot knows of a person, and how to change it."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Facts, Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.members import hours, switching
from handlers.directory.members.arriving import NAMES, language_buttons
from handlers.directory.topics import paces
from storage.directory.memberships import Belonging
from storage.directory.organisations import CONTACT
from storage.directory.people import GUEST, SECRETARIAT, Person
from storage.directory.topic_followers import AT_ONCE

router = Router()


@router.on(Click, "members.me")
async def show_me(_event: Click, turn: Turn) -> Reply:
    return Reply(await profile_card(turn))


async def profile_card(turn: Turn) -> Card:
    say, person = turn.say, turn.person
    belongs = await turn.store.memberships.of(person)
    rows = [
        (say("Name"), person.name),
        *_houses(say, belongs),
        (say("Role"), ", ".join(await roles(turn, person))),
        (say("Language"), NAMES[say.language]),
        (say("Topics you follow"), await _followed(turn) or say("none")),
        *await _helped(turn),
        (say("Reminders"), hours.describe(turn)),
        *hours.paused(turn),
    ]
    row = [Button(say("Reminders and hours"), "members.hours"), *language_buttons(say)]
    if not person.guest:
        row += [Button(say("Topics"), "topics.page"), Button(say("Calendar"), "calendar.feeds")]
    where = say("One more organisation") if belongs else say("Where do you belong?")
    second = [Button(where, "members.where"), *switching.buttons(turn, belongs)]
    second.append(Button(say("Linked accounts"), "accounts.show"))
    second.append(Button(say("My data"), "privacy.data"))
    if belongs:
        second.append(Button(say("Leave"), "departures.choose"))
    parts = (Facts(tuple(rows)), Buttons(tuple(row)), Buttons(tuple(second)))
    return Card(say("You in {name}", name=turn.arena.name), parts)


def _houses(say: Say, belongs: list[Belonging]) -> list[tuple[str, str]]:
    """The one they act for, and the others."""
    names = [
        one.organisation.name
        if one.confirmed
        else say("{organisation} (waits to be confirmed)", organisation=one.organisation.name)
        for one in belongs
    ]
    acting = [name for name, one in zip(names, belongs, strict=True) if one.acting]
    beside = [name for name, one in zip(names, belongs, strict=True) if not one.acting]
    rows = [(say("Organisation"), ", ".join(acting) or say("none yet"))]
    return rows + ([(say("Belongs to"), ", ".join(beside))] if beside else [])


async def roles(turn: Turn, person: Person) -> list[str]:
    """ "medlem", "kontaktperson for Eksempel Industripark", "temaansvarlig for Nett og nettkapasitet" ..."""
    say, store = turn.say, turn.store
    found = [role_name(say, person.role)]
    for organisation in await store.organisations.represented_by(person.id):
        role = await store.organisations.role_of(person.id, organisation.id)
        text = say("contact for {name}") if role == CONTACT else say("deputy for {name}")
        found.append(text.format(name=organisation.name))
    found += [
        say("topic lead for {topic}", topic=topic.name(say.language)) for topic in await store.topics.led_by(person.id)
    ]
    return found


def role_name(say: Say, role: str) -> str:
    return {SECRETARIAT: say("secretariat"), GUEST: say("guest")}.get(role, say("member"))


async def _followed(turn: Turn) -> str:
    """ "Nett og nettkapasitet (hver morgen), HMS"; what comes at once is named alone."""
    say, found = turn.say, []
    for topic in await turn.store.topics.followed_by(turn.person.id):
        pace, name = await turn.store.topics.pace_of(topic.id, turn.person.id), topic.name(say.language)
        found.append(name if pace == AT_ONCE else f"{name} ({paces.said(say, pace)})")
    return ", ".join(found)


async def _helped(turn: Turn) -> tuple[tuple[str, str], ...]:
    topics = await turn.store.topics.helped_by(turn.person.id)
    names = ", ".join(topic.name(turn.say.language) for topic in topics)
    return ((turn.say("You may be asked about"), names),) if names else ()
