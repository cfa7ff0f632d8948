"""Draw an organisation for members: what and where it is, who acts for it, what it knows and shares."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Text
from handlers.chat.errors import Missing
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_messages import draw_contact_button
from handlers.directory.display_names import format_person_name
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import Person

MOST_BUTTONS = 3


async def load_organisation(turn: Turn, id: int) -> Organisation:
    organisation = await turn.store.organisations.find(id)
    if organisation is None:
        raise Missing(turn.say("I cannot find that organisation."))
    return organisation


async def draw_organisation_card(turn: Turn, organisation: Organisation) -> Card:
    say, store = turn.say, turn.store
    people = [person for person in await store.organisations.list_representatives(organisation.id) if not person.guest]
    rows = [
        *await _list_organisation_facts(turn, organisation),
        *await list_representative_rows(turn, organisation, people),
    ]
    parts: list[Part] = [Facts(tuple(rows))] if rows else []
    if not people:
        parts.append(Text(say("Nobody can answer for {name} yet. Ask the secretariat.", name=organisation.name)))
    row = [draw_contact_button(say, person) for person in people if person.id != turn.person.id][:MOST_BUTTONS]
    if turn.person.secretariat or turn.person.id in {person.id for person in people}:
        row.append(Button(say("People"), "departures.people", str(organisation.id)))
    if turn.person.secretariat:
        row.append(Button(say("Change"), "admin.organisation", str(organisation.id)))
    if row:
        parts.append(Buttons(tuple(row)))
    return Card(organisation.name, tuple(parts))


async def list_representative_rows(
    turn: Turn, organisation: Organisation, people: list[Person]
) -> list[tuple[str, str]]:
    """List contacts and deputies by name, one row per role. `people` are the reachable ones among them."""
    say, roles = turn.say, await turn.store.organisations.map_representative_roles(organisation.id)
    contacts = [format_person_name(person, say, turn.now) for person in people if roles.get(person.id) == CONTACT]
    deputies = [format_person_name(person, say, turn.now) for person in people if roles.get(person.id) != CONTACT]
    rows = ((say("Contact"), ", ".join(contacts)), (say("Deputy"), ", ".join(deputies)))
    return [(label, names) for label, names in rows if names]


def label_organisation_kinds(say: Say) -> dict[str, str]:
    return {
        "park": say("Industrial park"),
        "cluster": say("Cluster"),
        "company": say("Company"),
        "association": say("Association"),
        "public": say("Public body"),
    }


async def _list_organisation_facts(turn: Turn, organisation: Organisation) -> list[tuple[str, str]]:
    """List the known facts of the organisation; unknown ones are left out."""
    say, store = turn.say, turn.store
    parent = await store.organisations.find(organisation.parent_id)
    within = ", ".join(row.name for row in await store.organisations.list_park_companies(organisation.id))
    employees = "" if organisation.employees is None else say.format_number(organisation.employees)
    viewer = await store.audiences.build_viewer(turn.person)
    solutions = await store.starter_solutions.count_visible_solutions(
        organisation.id, rights.list_solution_levels(turn.person), viewer
    )
    rows = (
        (say("Kind"), label_organisation_kinds(say)[organisation.kind]),
        (say("Part of"), parent.name if parent else ""),
        (say("Place"), organisation.place),
        (say("Region"), organisation.region),
        (say("Industry"), organisation.industry),
        (say("Employees"), employees),
        (say("Companies there"), within),
        (say("Topics they know"), await _describe_organisation_topics(turn, organisation)),
        (say("Solutions they share"), say.format_number(solutions) if solutions else ""),
    )
    return [(label, value) for label, value in rows if value]


async def _describe_organisation_topics(turn: Turn, organisation: Organisation) -> str:
    """Describe the topics that the organisation has declared, and those that its people lead."""
    say, store = turn.say, turn.store
    found = {id: await store.topics.find(id) for id in await store.organisations.list_known_topic_ids(organisation.id)}
    for person in await store.memberships.list_confirmed_members(organisation.id):
        found |= {topic.id: topic for topic in await store.topics.list_topics_led_by(person.id)}
    return say.join_names(sorted(topic.get_name(say.language) for topic in found.values() if topic is not None))
