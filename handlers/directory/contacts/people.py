"""A person as other members see them: whom they act for, what they lead, and what they may be asked about."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Facts
from handlers.chat.errors import Missing
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.directory.contacts.writing import button as write_button
from handlers.directory.naming import named
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.directory.topics import Topic


async def meant(turn: Turn, value: str) -> Person:
    """One who belongs to the network; a foreign person and a missing one look the same."""
    person = await turn.store.people.find(parse_id(value))
    if person is None or not (person.stands_for or person.secretariat):
        raise Missing(turn.say("I do not find that person."))
    return person


async def card(turn: Turn, person: Person) -> Card:
    """Language, hours, accounts and what they follow are theirs alone."""
    say, store = turn.say, turn.store
    belongs = [one for one in await store.memberships.of(person) if one.confirmed]
    acting = ", ".join(one.organisation.name for one in belongs if one.acting)
    beside = ", ".join(one.organisation.name for one in belongs if not one.acting)
    rows = (
        (say("Acts for"), acting),
        (say("Belongs to"), beside),
        (say("Role"), ", ".join(await _roles(turn, person))),
        (say("Leads"), _names(turn, await store.topics.led_by(person.id))),
        (say("May be asked about"), _names(turn, await store.topics.helped_by(person.id))),
    )
    row = [write_button(say, person)] if person.id != turn.person.id else [Button(say("My profile"), "members.me")]
    row += [
        Button(one.organisation.name, "contacts.organisation", str(one.organisation.id))
        for one in belongs
        if one.acting
    ]
    facts = Facts(tuple((label, value) for label, value in rows if value))
    return Card(named(person, say, turn.now), (facts, Buttons(tuple(row))) if facts.rows else (Buttons(tuple(row)),))


async def _roles(turn: Turn, person: Person) -> list[str]:
    say, store = turn.say, turn.store
    found = [say("secretariat")] if person.secretariat else []
    for organisation in await store.organisations.represented_by(person.id):
        role = await store.organisations.role_of(person.id, organisation.id)
        text = say("contact for {name}") if role == CONTACT else say("deputy for {name}")
        found.append(text.format(name=organisation.name))
    return found


def _names(turn: Turn, topics: Sequence[Topic]) -> str:
    return ", ".join(topic.name(turn.say.language) for topic in topics)
