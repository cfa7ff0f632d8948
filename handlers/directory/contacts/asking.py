"""Who: an organisation, a person or a topic by its name; several are chosen from, and nothing is said plainly."""

from __future__ import annotations

import dataclasses
import re

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts import organisations, people
from handlers.directory.contacts.finding import Hits, find
from handlers.directory.naming import named
from handlers.directory.topics.listing import whereabouts
from handlers.language import language_of
from handlers.library.searches.listing import way_in
from handlers.questions import asking
from storage.directory.topics import Topic

router = Router()
#: what belongs to the one who asks
OWN = re.compile(
    r"(?:min|mi|mitt|vår|våre|vårt|my|our|oss|us|meg|me)(?: \w+)?|\w+ (?:min|mi|mitt|vår|vårt)", re.IGNORECASE
)
#: the verb is gone when the event comes: it is put back in the language of the rest
WHO = {"nb": "Hvem", "nn": "Kven", "en": "Who"}
#: what is longer than a name is a question to the network
WORDS = 2


@router.on(Command, "who")
async def who(event: Command, turn: Turn) -> Reply | None:
    """`hvem nett`, `hvem Eksempel Industripark`, `hvem Kari`; `hvem` alone says whom to ask first."""
    if turn.person.guest and not event.text:
        return Reply(await nearest_card(turn))
    await rights.need_member(turn)
    card = await known(turn, event.text)
    if card is not None:
        return Reply(card)
    if len(event.text.split()) <= WORDS:
        return Reply(_nobody(turn, event.text))
    question = _as_question(event.text)
    return await asking.ask(dataclasses.replace(event, name="ask", text=question), turn)


async def known(turn: Turn, text: str) -> Card | None:
    """The card of what is meant; one's own contacts without a word, or for "our park"; None where nothing is."""
    if not text or OWN.fullmatch(text):
        return await nearest_card(turn)
    hits = await find(turn.store, text)
    if len(hits) > 1:
        return _choice(turn, hits)
    if hits.organisations:
        return await organisations.card(turn, hits.organisations[0])
    if hits.people:
        return await people.card(turn, hits.people[0])
    return await _topic_card(turn, hits.topics[0]) if hits.topics else None


@router.on(Click, "contacts.organisation")
async def show_organisation(event: Click, turn: Turn) -> Reply:
    return Reply(await organisations.card(turn, await organisations.meant(turn, event.value)))


@router.on(Click, "contacts.person")
async def show_person(event: Click, turn: Turn) -> Reply:
    return Reply(await people.card(turn, await people.meant(turn, event.value)))


@router.on(Click, "contacts.topic")
async def show_topic(event: Click, turn: Turn) -> Reply:
    topic = await turn.store.topics.by_slug(event.value)
    if topic is None:
        raise UserError(turn.say("That topic is gone. Write «topics» to see them all."))
    return Reply(await _topic_card(turn, topic))


async def nearest_card(turn: Turn) -> Card:
    """One's own contact, and the secretariat."""
    say, store, parts = turn.say, turn.store, list[Part]()
    for one in await store.memberships.of(turn.person):
        acting = await store.organisations.representatives(one.organisation.id)
        names = ", ".join(named(person, say, turn.now) for person in acting)
        nobody = say("Nobody acts for {name} yet. Ask the secretariat.", name=one.organisation.name)
        parts.append(Item(one.organisation.name, names or nobody))
    secretariat = ", ".join(named(person, say, turn.now) for person in await store.people.secretariat())
    parts.append(Item(say("The secretariat"), secretariat or say("has no members yet")))
    hint = Text(say("Write «who» and a topic, an organisation or a name to see more."), "subtle")
    return Card(say("Whom to ask"), (*parts, hint))


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
    return Card(name, (Text(topic.about(say.language)), Text(await whereabouts(turn, topic)), Buttons(tuple(row))))


def _choice(turn: Turn, hits: Hits) -> Card:
    say, parts = turn.say, list[Part]()
    for organisation in hits.organisations:
        show = Button(say("Show"), "contacts.organisation", str(organisation.id))
        parts.append(Item(organisation.name, organisation.place, buttons=(show,)))
    for person in hits.people:
        show = Button(say("Show"), "contacts.person", str(person.id))
        parts.append(Item(named(person, say, turn.now), buttons=(show,)))
    for topic in hits.topics:
        show = Button(say("Show"), "contacts.topic", topic.slug)
        parts.append(Item(topic.name(say.language), say("Topic"), buttons=(show,)))
    return Card(say("Which one do you mean?"), tuple(parts))


def _nobody(turn: Turn, text: str) -> Card:
    say = turn.say
    words = say("I know no organisation, person or topic called «{name}».", name=text)
    ask = Button(say("Ask the network anyway"), "questions.ask_this", _as_question(text))
    return Card("", (Text(words), Buttons((ask,))))


def _as_question(text: str) -> str:
    return f"{WHO[language_of(text) if language_of(text) in WHO else 'nb']} {text}"
