"""An organisation as members see it: what and where it is, who acts for it, what it knows and shares."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Text
from handlers.chat.errors import Missing
from handlers.chat.record_ids import parse_id
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.contacts.writing import button as write_button
from handlers.directory.naming import named
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import Person

#: buttons to write to somebody
MOST = 3


async def meant(turn: Turn, value: str) -> Organisation:
    organisation = await turn.store.organisations.find(parse_id(value))
    if organisation is None:
        raise Missing(turn.say("I do not find that organisation."))
    return organisation


async def card(turn: Turn, organisation: Organisation) -> Card:
    say, store = turn.say, turn.store
    people = [person for person in await store.organisations.representatives(organisation.id) if not person.guest]
    rows = [*await _about(turn, organisation), *await acting(turn, organisation, people)]
    parts: list[Part] = [Facts(tuple(rows))] if rows else []
    if not people:
        parts.append(Text(say("Nobody acts for {name} yet. Ask the secretariat.", name=organisation.name)))
    row = [write_button(say, person) for person in people if person.id != turn.person.id][:MOST]
    if turn.person.secretariat or turn.person.id in {person.id for person in people}:
        row.append(Button(say("People"), "departures.people", str(organisation.id)))
    if row:
        parts.append(Buttons(tuple(row)))
    return Card(organisation.name, tuple(parts))


async def acting(turn: Turn, organisation: Organisation, people: list[Person]) -> list[tuple[str, str]]:
    """Contacts and deputies by name, each under its word; `people` are those of them who can be reached."""
    say, roles = turn.say, await turn.store.organisations.roles(organisation.id)
    contacts = [named(person, say, turn.now) for person in people if roles.get(person.id) == CONTACT]
    deputies = [named(person, say, turn.now) for person in people if roles.get(person.id) != CONTACT]
    rows = ((say("Contact"), ", ".join(contacts)), (say("Deputy"), ", ".join(deputies)))
    return [(label, names) for label, names in rows if names]


def kinds(say: Say) -> dict[str, str]:
    return {
        "park": say("Industrial park"),
        "cluster": say("Cluster"),
        "company": say("Company"),
        "association": say("Association"),
        "public": say("Public body"),
    }


async def _about(turn: Turn, organisation: Organisation) -> list[tuple[str, str]]:
    """What is known of it; what is not is left out."""
    say, store = turn.say, turn.store
    parent = await store.organisations.find(organisation.parent_id)
    within = ", ".join(row.name for row in await store.organisations.within(organisation.id))
    employees = "" if organisation.employees is None else say.number(organisation.employees)
    sight = await store.reaches.sight(turn.person)
    solutions = await store.favourites.count(organisation.id, rights.levels(turn.person), sight)
    rows = (
        (say("Kind"), kinds(say)[organisation.kind]),
        (say("Lies within"), parent.name if parent else ""),
        (say("Place"), organisation.place),
        (say("Region"), organisation.region),
        (say("Industry"), organisation.industry),
        (say("Employees"), employees),
        (say("Companies there"), within),
        (say("Topics they know"), await _topics(turn, organisation)),
        (say("Solutions they share"), say.number(solutions) if solutions else ""),
    )
    return [(label, value) for label, value in rows if value]


async def _topics(turn: Turn, organisation: Organisation) -> str:
    """Those it says it knows about, and those that its people lead."""
    say, store = turn.say, turn.store
    found = {id: await store.topics.find(id) for id in await store.organisations.topics(organisation.id)}
    for person in await store.memberships.people(organisation.id):
        found |= {topic.id: topic for topic in await store.topics.led_by(person.id)}
    return ", ".join(sorted(topic.name(say.language) for topic in found.values() if topic is not None))
