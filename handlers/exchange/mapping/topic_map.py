"""Show parks and topics in chat: what is known of each topic in each park, and the records that it is made of."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.mapping.topic_records import (
    KINDS,
    QUESTION,
    SOLUTION,
    TopicMap,
    build_topic_filter,
    build_topic_map,
    describe_topic_count,
)
from storage.directory.organisations import Organisation
from storage.directory.topics import Topic
from storage.pages.record_sources import NEWEST

router = Router()
#: parks on a card, topics of a park, and records of each kind in a cell
PAGE, TOPICS, RECORDS = 4, 4, 4


class ParkTopics(ButtonValue, frozen=True):
    """Hold a park, and which of its topics are shown: "7:8" begins with the ninth."""

    park: int
    skip: int = 0


class ParkTopic(ButtonValue, frozen=True):
    """Hold a cell of the map: "7:3"."""

    park: int
    topic: int


@router.on(Click, "parks.topics")
async def on_topic_map_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_topic_map(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_topic_map(turn: Turn, skip: int = 0) -> Card:
    """Draw a line for each park, with the way to its topics."""
    say, title = turn.say, turn.say("Parks and topics")
    if not rights.is_confirmed_member(turn.person):
        return Card(title, tuple(await draw_unconfirmed_notice(turn)))
    known, parts = await build_topic_map(turn), list[Part]()
    names = {topic.id: topic.get_name(say.language) for topic in await turn.store.topics.list_all_topics()}
    for park in known.parks[skip : skip + PAGE]:
        topics = sorted(names[id] for id in known.list_topic_ids(park.id) if id in names)
        show = (Button(say("Show"), "parks.topic", ParkTopics(park.id).encode_value()),) if topics else ()
        parts.append(Item(park.name, " · ".join(topics) if topics else say("Nothing yet"), buttons=show))
    if not known.parks:
        parts.append(Text(say("There is no park yet."), "subtle"))
    row = draw_page_buttons(say, "parks.topics", skip, PAGE, more=len(known.parks) > skip + PAGE)
    return Card(title, (*parts, *([Buttons(tuple(row))] if row else [])))


@router.on(Click, "parks.topic")
async def on_park_topics_page(event: Click, turn: Turn) -> Reply:
    """Show what is known of each topic in one park."""
    value, say = ParkTopics.parse_value(event.value), turn.say
    known, park = await _load_park_map(turn, value.park)
    topics = [one for one in await turn.store.topics.list_all_topics() if one.id in known.list_topic_ids(park.id)]
    parts: list[Part] = []
    for topic in topics[value.skip : value.skip + TOPICS]:
        counts = [
            describe_topic_count(say, kind, n)
            for kind in KINDS
            if (n := known.counts[kind].get((park.id, topic.id), 0))
        ]
        show = Button(say("Show"), "parks.records", ParkTopic(park.id, topic.id).encode_value())
        parts.append(Item(topic.get_name(say.language), " · ".join(counts), buttons=(show,)))
    if not parts:
        parts.append(Text(say("Nothing yet")))
    row = draw_page_buttons(
        say,
        "parks.topic",
        value.skip,
        TOPICS,
        more=len(topics) > value.skip + TOPICS,
        value=lambda at: ParkTopics(park.id, at),
    )
    return Reply(Card(park.name, (*parts, *([Buttons(tuple(row))] if row else []))), replace=bool(value.skip))


@router.on(Click, "parks.records")
async def on_park_topic_open(event: Click, turn: Turn) -> Reply:
    """Show the records that a cell is made of, as far as this reader may see each of them."""
    value = ParkTopic.parse_value(event.value)
    known, park = await _load_park_map(turn, value.park)
    topic = await turn.store.topics.find(value.topic)
    if topic is None:
        raise Missing(turn.say("I cannot find that topic."))
    parts = await _draw_cell_records(turn, known, park, topic)
    title = f"{park.name}: {topic.get_name(turn.say.language)}"
    return Reply(Card(title, tuple(parts or [Text(turn.say("Nothing yet"))])))


async def _load_park_map(turn: Turn, park_id: int) -> tuple[TopicMap, Organisation]:
    if not rights.is_confirmed_member(turn.person):
        raise Missing(turn.say("I cannot find that park."))
    known = await build_topic_map(turn)
    park = next((one for one in known.parks if one.id == park_id), None)
    if park is None:
        raise Missing(turn.say("I cannot find that park."))
    return known, park


async def _draw_cell_records(turn: Turn, known: TopicMap, park: Organisation, topic: Topic) -> list[Part]:
    say, store, cell, found = turn.say, turn.store, (park.id, topic.id), list[Part]()
    which = await build_topic_filter(turn, known.within[park.id], topic.id)
    for row in await store.record_lists.list_records(SOLUTION, which, NEWEST, RECORDS):
        show = Button(say("Show"), "solutions.open", str(row.id))
        found.append(Item(f"{row.code} {row.title}", note=say("Solution"), buttons=(show,)))
    for id in known.rounds.get(cell, ())[-RECORDS:]:
        round = await store.rounds.find(id)
        if round is not None:
            show = Button(say("Show"), "rounds.open", str(id))
            found.append(Item(f"{round.code} {round.title}", note=say("Who has done it"), buttons=(show,)))
    tried = await store.solutions.map_solutions_by_id(known.trials.get(cell, ())[-RECORDS:])
    for id, solution in tried.items():
        show = Button(say("Show"), "solutions.open", str(id))
        found.append(Item(f"{solution.code} {solution.title}", note=say("Is tried there"), buttons=(show,)))
    for row in await store.record_lists.list_records(QUESTION, which, NEWEST, RECORDS):
        show = Button(say("Show"), "questions.show", str(row.id))
        found.append(Item(shorten_text(row.text, 150), note=say("Question {id}", id=row.number), buttons=(show,)))
    return found
