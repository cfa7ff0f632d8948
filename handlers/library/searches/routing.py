"""Route: words become a keyword of a topic, so that questions with them go there; the secretariat does this."""

from __future__ import annotations

from handlers.chat.cards import Button, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.language import learn_from
from handlers.library.searches import rows
from handlers.library.searches.listing import after
from storage.directory.topics import Topic
from storage.library.search_terms import OPEN, TAUGHT

router = Router()


@router.on(Click, "searches.route")
async def route(event: Click, turn: Turn) -> Reply:
    row, topic_id = await rows.meant(turn, event.value)
    topic = _there(turn, await turn.store.topics.find(topic_id))
    if all(one["term"].casefold() != row.words for one in topic.keywords):
        topic.keywords = [*topic.keywords, {"term": row.words, "head": False}]
    row.state = TAUGHT
    await learn_from(turn.mind, turn.store)
    undo = Button(turn.say("Undo"), "searches.unroute", f"{topic.slug}:{rows.value_of(row)}:{row.words}")
    name = topic.name(turn.say.language)
    return await after(turn, turn.say("«{words}» leads to {topic} from now on.", words=row.words, topic=name), undo)


@router.on(Click, "searches.unroute")
async def unroute(event: Click, turn: Turn) -> Reply:
    """ "nett:m3:brukt syre": with the words, since a search that finds something by now is no longer there."""
    slug, search, words = [*event.value.split(":", 2), "", ""][:3]
    topic = _there(turn, await turn.store.topics.by_slug(slug))
    topic.keywords = [one for one in topic.keywords if one["term"].casefold() != words or one.get("head")]
    await learn_from(turn.mind, turn.store)
    row = await rows.found(turn, search)
    if row is not None and row.words == words:
        row.state = OPEN
    return await after(turn, turn.say("«{words}» is no keyword any more.", words=words))


def _there(turn: Turn, topic: Topic | None) -> Topic:
    if topic is None:
        raise UserError(turn.say("That topic is gone. Write «topics» to see them all."))
    return topic
