"""Help with a topic: somebody says that they may be asked when nobody else answers, until they say no more."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text, note
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.topics import listing
from storage.directory.topics import Topic

router = Router()


@router.on(Click, "topics.help")
async def offer(event: Click, turn: Turn) -> Reply:
    """ "nett", or "nett:9" on a page of the list, which is drawn anew."""
    return await _say(turn, event.value, helps=True)


@router.on(Click, "topics.help_not")
async def stop(event: Click, turn: Turn) -> Reply:
    return await _say(turn, event.value, helps=False)


async def change(turn: Turn, topic: Topic, *, helps: bool) -> Reply:
    await turn.store.topics.help(topic.id, turn.person.id, helps=helps)
    name = topic.name(turn.say.language)
    if not helps:
        return note(turn.say("You are no longer asked about {topic}.", topic=name))
    text = turn.say("You may be asked about {topic} when nobody else answers; rarely, and in your hours.", topic=name)
    button = Button(turn.say("Ask me no longer"), "topics.help_not", topic.slug)
    return Reply(Card("", (Text(text), Buttons((button,)))), brief=True)


async def _say(turn: Turn, value: str, *, helps: bool) -> Reply:
    topic, page = await listing.meant(turn, value)
    reply = await change(turn, topic, helps=helps)
    return reply if page is None else Reply(await listing.topics_card(turn, page), replace=True)
