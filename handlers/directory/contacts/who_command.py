"""Answer `hvem`: find an organisation, a person or a topic by name.

Several hits are offered to choose from; no hit is answered plainly.
"""

from __future__ import annotations

import dataclasses
import re

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts import organisation_card, person_card
from handlers.directory.contacts.contact_messages import draw_secretariat_buttons
from handlers.directory.contacts.contact_search import ContactMatches, search_contacts
from handlers.directory.display_names import format_person_name
from handlers.directory.topics.topic_list import describe_topic_coverage
from handlers.language import detect_language
from handlers.library.searches.search_list import draw_searches_button
from storage.directory.topics import Topic

router = Router()
#: words for something of the asker's own
OWN = re.compile(
    r"(?:min|mi|mitt|vår|våre|vårt|my|our|oss|us|meg|me)(?: \w+)?|\w+ (?:min|mi|mitt|vår|vårt)", re.IGNORECASE
)
#: The event has no verb any more. It is added again, in the language of the remaining words.
WHO = {"nb": "Hvem", "nn": "Kven", "en": "Who"}
#: A longer text is a question to the network, because a name has at most this many words.
WORDS = 2


@router.on(Command, "who")
async def on_who(event: Command, turn: Turn) -> Reply | None:
    """Answer `hvem nett`, `hvem Eksempel Industripark` or `hvem Kari`; `hvem` alone says whom to ask first."""
    if turn.person.guest and not event.text:
        return Reply(await draw_own_contacts_card(turn))
    await rights.need_member(turn)
    card = await find_contact_card(turn, event.text)
    if card is not None:
        return Reply(card)
    if not is_long_name(event.text):
        return Reply(_draw_contact_unknown_card(turn, event.text))
    question, markup = (restore_who_question(turn, words) if words else "" for words in (event.text, event.markup))
    return await rights.run_inner_action(turn, dataclasses.replace(event, name="asked", text=question, markup=markup))


def is_long_name(text: str) -> bool:
    """Return True for more words than a name has: what fits nobody is a question to the network."""
    return len(text.split()) > WORDS


async def find_contact_card(turn: Turn, text: str) -> Card | None:
    """Return the card of what the text names, or None if nothing fits.

    Without text, or for "our park", return the reader's own contacts.
    """
    if not text or OWN.fullmatch(text):
        return await draw_own_contacts_card(turn)
    hits = await search_contacts(turn.store, text)
    return await draw_matches_card(turn, hits) if hits else None


async def draw_named_contact_card(turn: Turn, text: str) -> Card:
    """Draw the card of whom the text names; for nobody's name, the way to the secretariat."""
    card = await find_contact_card(turn, text)
    if card is not None:
        return card
    words = turn.say("I do not know an organisation, person or topic called “{name}”.", name=text)
    return Card("", (Text(words), *await draw_secretariat_buttons(turn)))


async def draw_matches_card(turn: Turn, hits: ContactMatches) -> Card:
    """Draw what a name has found; of several, let the reader choose. There must be one."""
    if len(hits) > 1:
        return _draw_contact_choice_card(turn, hits)
    if hits.organisations:
        return await organisation_card.draw_organisation_card(turn, hits.organisations[0])
    if hits.people:
        return await person_card.draw_person_card(turn, hits.people[0])
    return await _draw_contact_topic_card(turn, hits.topics[0])


@router.on(Click, "contacts.organisation")
async def on_contact_organisation_open(event: Click, turn: Turn) -> Reply:
    organisation = await organisation_card.load_organisation(turn, parse_id(event.value))
    return Reply(await organisation_card.draw_organisation_card(turn, organisation))


@router.on(Click, "contacts.person")
async def on_contact_person_open(event: Click, turn: Turn) -> Reply:
    return Reply(await person_card.draw_person_card(turn, await person_card.load_contact_person(turn, event.value)))


@router.on(Click, "contacts.topic")
async def on_contact_topic_open(event: Click, turn: Turn) -> Reply:
    topic = await turn.store.topics.find_topic_by_slug(event.value)
    if topic is None:
        raise UserError(turn.say("That topic no longer exists. Write “topics” to see them all."))
    return Reply(await _draw_contact_topic_card(turn, topic))


async def draw_own_contacts_card(turn: Turn) -> Card:
    """Draw the contacts of the reader's organisations, and the secretariat."""
    say, store, parts = turn.say, turn.store, list[Part]()
    for one in await store.memberships.list_memberships_of_person(turn.person):
        acting = await store.organisations.list_representatives(one.organisation.id)
        names = ", ".join(format_person_name(person, say, turn.now) for person in acting)
        nobody = say("Nobody can answer for {name} yet. Ask the secretariat.", name=one.organisation.name)
        parts.append(Item(one.organisation.name, names or nobody))
    secretariat = ", ".join(
        format_person_name(person, say, turn.now) for person in await store.people.list_secretariat()
    )
    parts.append(Item(say("The secretariat"), secretariat or say("has no members yet")))
    if rights.is_confirmed_member(turn.person):
        parts.extend(await draw_secretariat_buttons(turn))
    hint = Text(say("Write “who” and a topic, an organisation or a name to see more."), "subtle")
    return Card(say("Who to ask"), (*parts, hint))


async def _draw_contact_topic_card(turn: Turn, topic: Topic) -> Card:
    say = turn.say
    row = [
        Button(say("Ask a question"), "questions.write", style="primary"),
        Button(say("Follow"), "topics.follow", topic.slug),
        Button(say("Ask me if unanswered"), "topics.help", topic.slug),
    ]
    if await rights.may_lead_topic(turn, topic.id):
        row.append(draw_searches_button(turn))
    name = topic.get_name(say.language)
    return Card(
        name,
        (
            Text(topic.get_description(say.language)),
            Text(await describe_topic_coverage(turn, topic)),
            Buttons(tuple(row)),
        ),
    )


def _draw_contact_choice_card(turn: Turn, hits: ContactMatches) -> Card:
    say, parts = turn.say, list[Part]()
    for organisation in hits.organisations:
        show = Button(say("Show"), "contacts.organisation", str(organisation.id))
        parts.append(Item(organisation.name, organisation.place, buttons=(show,)))
    for person in hits.people:
        show = Button(say("Show"), "contacts.person", str(person.id))
        parts.append(Item(format_person_name(person, say, turn.now), buttons=(show,)))
    for topic in hits.topics:
        show = Button(say("Show"), "contacts.topic", topic.slug)
        parts.append(Item(topic.get_name(say.language), say("Topic"), buttons=(show,)))
    shown = len(hits.organisations) + len(hits.people)
    if shown < hits.fits:
        more = say("These are {n} of {all}. Write more of the name to see the others.", n=shown, all=hits.fits)
        parts.append(Text(more, "subtle"))
    return Card(say("Which one do you mean?"), tuple(parts))


def _draw_contact_unknown_card(turn: Turn, text: str) -> Card:
    say = turn.say
    words = say("I do not know an organisation, person or topic called “{name}”.", name=text)
    ask = Button(say("Ask the network anyway"), "questions.ask_this", restore_who_question(turn, text))
    return Card("", (Text(words), Buttons((ask,))))


def restore_who_question(turn: Turn, text: str) -> str:
    """Put the verb before the words again, in their language, else in the reader's."""
    language = detect_language(text)
    return f"{WHO[language if language in WHO else turn.say.language]} {text}"
