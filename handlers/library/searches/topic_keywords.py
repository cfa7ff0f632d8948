"""Make searched words a keyword of a topic, so that questions with them go there; secretariat only."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.searches import lookup
from handlers.library.searches.search_list import reply_with_searches
from storage.directory.topics import Topic
from storage.library.search_terms import OPEN, TAUGHT

router = Router()


class RoutedKeyword(ButtonValue, frozen=True):
    """Hold a keyword of a topic, by its words, and the search that it came from: "nett:m3:brukt syre".

    A search that finds something by now is no longer in the list.
    """

    topic: str
    search: str
    words: str


@router.on(Click, "searches.route")
async def on_search_route(event: Click, turn: Turn) -> Reply:
    row, topic_id = await lookup.load_search_row(turn, event.value)
    topic = _require_topic(turn, await turn.store.topics.find(topic_id))
    if all(one["term"].casefold() != row.words for one in topic.keywords):
        topic.keywords = [*topic.keywords, {"term": row.words, "head": False}]
    row.state = TAUGHT
    turn.classifier.stale = True
    routed = RoutedKeyword(topic.slug, lookup.format_search_value(row), row.words)
    undo = Button(turn.say("Undo"), "searches.unroute", routed.encode_value())
    name = topic.get_name(turn.say.language)
    return await reply_with_searches(
        turn, turn.say("“{words}” leads to {topic} from now on.", words=row.words, topic=name), undo
    )


@router.on(Click, "searches.unroute")
async def on_search_unroute(event: Click, turn: Turn) -> Reply:
    routed = RoutedKeyword.parse_value(event.value)
    words = routed.words
    topic = _require_topic(turn, await turn.store.topics.find_topic_by_slug(routed.topic))
    topic.keywords = [one for one in topic.keywords if one["term"].casefold() != words or one.get("head")]
    turn.classifier.stale = True
    row = await lookup.find_search_row(turn, routed.search)
    if row is not None and row.words == words:
        row.state = OPEN
    return await reply_with_searches(turn, turn.say("“{words}” is no longer a keyword.", words=words))


def _require_topic(turn: Turn, topic: Topic | None) -> Topic:
    if topic is None:
        raise UserError(turn.say("That topic no longer exists. Write “topics” to see them all."))
    return topic
