"""Who: contacts for a topic or an organisation; what is neither is a question to the network."""

from __future__ import annotations

import dataclasses
import re

from handlers import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Text
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.questions import asking
from handlers.searches.listing import way_in
from handlers.topics.listing import whereabouts
from handlers.topics.naming import topic_meant
from handlers.understanding import language_of
from storage.organisations import CONTACT, Organisation
from storage.topics import Topic

router = Router()
#: what belongs to the one who asks
OWN = re.compile(
    r"(?:min|mi|mitt|vår|våre|vårt|my|our|oss|us|meg|me)(?: \w+)?|\w+ (?:min|mi|mitt|vår|vårt)", re.IGNORECASE
)
#: the verb is gone when the event comes: it is put back in the language of the rest
WHO = {"nb": "Hvem", "nn": "Kven", "en": "Who"}


@router.on(Command, "who")
async def who(event: Command, turn: Turn) -> Reply | None:
    """`hvem nett`, `hvem Eksempel Industripark`; `hvem` alone says whom to ask first."""
    card = await known(turn, event.text)
    if card is not None:
        return Reply(card)
    verb = WHO[language_of(event.text) if language_of(event.text) in WHO else "nb"]
    return await asking.ask(dataclasses.replace(event, name="ask", text=f"{verb} {event.text}"), turn)


async def known(turn: Turn, text: str) -> Card | None:
    """Contacts for the organisation or the topic that is meant; one's own without a word, or for "our park"."""
    if not text or OWN.fullmatch(text):
        return await _nearest_card(turn)
    organisation = await _organisation_meant(turn, text)
    if organisation is not None:
        return await _organisation_card(turn, organisation)
    topic = await topic_meant(turn.store, text)
    return await _topic_card(turn, topic) if topic is not None else None


async def _topic_card(turn: Turn, topic: Topic) -> Card:
    say = turn.say
    row = [
        Button(say("Ask a question"), "questions.write", style="primary"),
        Button(say("Follow"), "topics.follow", topic.slug),
        Button(say("You may ask me"), "topics.help", topic.slug),
    ]
    if await rights.leads(turn, topic.id):
        row.append(way_in(turn))
    name = topic.name(say.language)
    return Card(name, (Text(topic.description), Text(await whereabouts(turn, topic)), Buttons(tuple(row))))


async def _organisation_card(turn: Turn, organisation: Organisation) -> Card:
    say, rows = turn.say, []
    if organisation.place:
        rows.append((say("Place"), organisation.place))
    contacts, deputies = await _acting(turn, organisation)
    if contacts:
        rows.append((say("Contact"), contacts))
    if deputies:
        rows.append((say("Deputy"), deputies))
    parts: list[Part] = [Facts(tuple(rows))] if rows else []
    if not contacts and not deputies:
        parts.append(Text(say("Nobody acts for {name} yet. Ask the secretariat.", name=organisation.name)))
    return Card(organisation.name, tuple(parts))


async def _nearest_card(turn: Turn) -> Card:
    """One's own contact, and the secretariat."""
    say, parts = turn.say, []
    organisation = await turn.store.organisations.find(turn.person.organisation_id)
    if organisation is not None:
        contacts, deputies = await _acting(turn, organisation)
        names = ", ".join(filter(None, (contacts, deputies)))
        parts.append(
            Item(
                organisation.name,
                names or say("Nobody acts for {name} yet. Ask the secretariat.", name=organisation.name),
            )
        )
    secretariat = ", ".join(person.name for person in await turn.store.people.secretariat())
    parts.append(Item(say("The secretariat"), secretariat or say("has no members yet")))
    hint = Text(say("Write «who» and a topic or an organisation to see its contacts."), "subtle")
    return Card(say("Whom to ask"), (*parts, hint))


async def _acting(turn: Turn, organisation: Organisation) -> tuple[str, str]:
    """Names of contacts, names of deputies."""
    people = await turn.store.organisations.representatives(organisation.id)
    roles = await turn.store.organisations.roles(organisation.id)
    contacts = [person.name for person in people if roles.get(person.id) == CONTACT]
    deputies = [person.name for person in people if roles.get(person.id) != CONTACT]
    return ", ".join(contacts), ", ".join(deputies)


async def _organisation_meant(turn: Turn, text: str) -> Organisation | None:
    """Its whole name or code, or the only name that begins with what was written."""
    wanted = " ".join(text.split()).strip("?.!").casefold()
    rows = await turn.store.organisations.all()
    exact = [row for row in rows if wanted in (row.name.casefold(), row.code.casefold())]
    near = [row for row in rows if row.name.casefold().startswith(wanted)] if len(wanted) > 2 else []
    return exact[0] if exact else near[0] if len(near) == 1 else None
