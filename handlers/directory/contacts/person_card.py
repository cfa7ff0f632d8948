"""Draw a person for other members: whom they act for, what they lead, what they may be asked about."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Facts
from handlers.chat.errors import Missing
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_messages import draw_contact_button
from handlers.directory.display_names import format_person_name
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.directory.topics import Topic


async def load_contact_person(turn: Turn, value: str) -> Person:
    """Load a person of the network. Raises the same Missing error for not found and not in the network."""
    person = await turn.store.people.find(parse_id(value))
    if person is None or not (person.stands_for or person.secretariat):
        raise Missing(turn.say("I cannot find that person."))
    return person


async def draw_person_card(turn: Turn, person: Person) -> Card:
    """Draw the public facts of the person. Language, hours, accounts and followed topics stay private."""
    say, store = turn.say, turn.store
    belongs = [one for one in await store.memberships.list_memberships_of_person(person) if one.confirmed]
    acting = ", ".join(one.organisation.name for one in belongs if one.acting)
    beside = ", ".join(one.organisation.name for one in belongs if not one.acting)
    rows = (
        (say("Acts for"), acting),
        (say("Also belongs to"), beside),
        (say("Role"), ", ".join(await _list_contact_roles(turn, person))),
        (say("Topic lead for"), _join_topic_names(turn, await store.topics.list_topics_led_by(person.id))),
        (say("Can be asked about"), _join_topic_names(turn, await store.topics.list_helped_topics(person.id))),
    )
    row = (
        [draw_contact_button(say, person)] if person.id != turn.person.id else [Button(say("My profile"), "members.me")]
    )
    row += [
        Button(one.organisation.name, "contacts.organisation", str(one.organisation.id))
        for one in belongs
        if one.acting
    ]
    if turn.person.secretariat:
        row.append(Button(say("Change"), "admin.person", str(person.id)))
    facts = Facts(tuple((label, value) for label, value in rows if value))
    return Card(
        format_person_name(person, say, turn.now),
        (facts, Buttons(tuple(row))) if facts.rows else (Buttons(tuple(row)),),
    )


async def _list_contact_roles(turn: Turn, person: Person) -> list[str]:
    say, store = turn.say, turn.store
    found = [say("secretariat")] if person.secretariat else []
    for organisation in await store.organisations.list_organisations_represented_by(person.id):
        role = await store.organisations.get_representative_role(person.id, organisation.id)
        text = say("contact for {name}") if role == CONTACT else say("deputy for {name}")
        found.append(text.format(name=organisation.name))
    return found


def _join_topic_names(turn: Turn, topics: Sequence[Topic]) -> str:
    return turn.say.join_names(topic.get_name(turn.say.language) for topic in topics)
