"""List the topics: who leads each, in which rooms it lives, and whether the reader follows it."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.room_names import name_room
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_person_name
from handlers.library.searches.search_list import draw_searches_button, find_search_topic_ids
from storage.directory.topics import Topic

router = Router()
#: topics on one card
PAGE = 4
#: maximum number of characters of what a topic is about: a line of a phone
ABOUT = 44


class TopicValue(ButtonValue, frozen=True):
    """Name a topic, and where the page of the list begins that is drawn anew: "nett:9"."""

    slug: str
    #: empty outside the list
    start: str = ""


@router.on(Click, "topics.page")
async def on_topics_page(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this topic, in place of the page before; empty for a first look."""
    return Reply(await draw_topic_list_card(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_topic_list_card(turn: Turn, skip: int) -> Card:
    say, store = turn.say, turn.store
    rows = sorted(await store.topics.list_all_topics(), key=lambda topic: topic.get_name(say.language).casefold())
    skip = min(skip, max(0, (len(rows) - 1) // PAGE * PAGE))
    mine = {topic.id for topic in await store.topics.list_followed_topics(turn.person.id)}
    helped = {topic.id for topic in await store.topics.list_helped_topics(turn.person.id)}
    parts: list[Part] = [
        await _draw_listed_topic(turn, topic, topic.id in mine, topic.id in helped, skip)
        for topic in rows[skip : skip + PAGE]
    ]
    parts += draw_page_note(say, skip, PAGE, len(rows))
    row = draw_page_buttons(say, "topics.page", skip, PAGE, more=skip + PAGE < len(rows))
    row += [draw_searches_button(turn)] if await find_search_topic_ids(turn) != [] else []
    if row:
        parts.append(Buttons(tuple(row)))
    intro = say.many(
        "{n} topic. Follow one, and you will hear about every new question in it.",
        "{n} topics. Follow one, and you will hear about every new question in it.",
        len(rows),
    )
    asked = say("Say that I may ask you about a topic. You will only hear about questions that nobody answers.")
    return Card(say("Topics"), (Text(intro), Text(asked, "subtle"), *parts))


async def load_listed_topic(turn: Turn, value: str) -> tuple[Topic, int | None]:
    """Load the topic of "nett" or "nett:9", with the list page to redraw. Raises UserError if it is gone."""
    listed = TopicValue.parse_value(value)
    topic = await turn.store.topics.find_topic_by_slug(listed.slug)
    if topic is None:
        raise UserError(turn.say("That topic no longer exists. Write “topics” to see them all."))
    return topic, parse_position(listed.start) if listed.start else None


async def _draw_listed_topic(turn: Turn, topic: Topic, followed: bool, helped: bool, skip: int) -> Item:
    say, value = turn.say, TopicValue(topic.slug, str(skip)).encode_value()
    if followed:
        button = Button(say("Stop following"), "topics.unfollow", value)
    else:
        button = Button(say("Follow"), "topics.follow", value)
    if helped:
        ask = Button(say("Stop asking me"), "topics.help_not", value)
    else:
        ask = Button(say("Ask me if unanswered"), "topics.help", value)
    row = (button, ask, Button(say("How often?"), "topics.pace", topic.slug)) if followed else (button, ask)
    return Item(
        topic.get_name(say.language),
        shorten_text(topic.get_description(say.language), ABOUT),
        await describe_topic_coverage(turn, topic),
        row,
    )


async def describe_topic_coverage(turn: Turn, topic: Topic) -> str:
    """Describe "Temaansvarlig: Kari Nordmann · Rom: #nett, #nettkapasitet · 12 følger det"."""
    say, store = turn.say, turn.store
    leads = ", ".join(
        format_person_name(person, say, turn.now) for person in await store.topics.list_topic_leads(topic.id)
    )
    open_rooms = await store.rooms.list_open_rooms_of_topics([topic.id])
    rooms = ", ".join(dict.fromkeys(name_room(say, room) for room in open_rooms))  # two chats may each have a #nett
    follow = len(await store.topics.list_topic_followers(topic.id))
    told = (
        say("Topic lead: {names}", names=leads) if leads else say("No topic lead yet"),
        say("Rooms: {names}", names=rooms) if rooms else say("No room yet"),
        say.many("{n} person follows it", "{n} people follow it", follow) if follow else "",
    )
    return " · ".join(filter(None, told))
