"""Offer help with a topic: the person may be asked when nobody else answers, until they withdraw."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.topics import topic_list
from storage.directory.topics import Topic

router = Router()


@router.on(Click, "topics.help")
async def on_topic_help(event: Click, turn: Turn) -> Reply:
    """Offer help with "nett". "nett:9" also redraws that page of the list."""
    return await _answer_topic_help(turn, event.value, helps=True)


@router.on(Click, "topics.help_not")
async def on_topic_help_not(event: Click, turn: Turn) -> Reply:
    return await _answer_topic_help(turn, event.value, helps=False)


async def set_topic_help(turn: Turn, topic: Topic, *, helps: bool) -> Reply:
    await turn.store.topics.set_topic_helper(topic.id, turn.person.id, helps=helps)
    name = topic.get_name(turn.say.language)
    if not helps:
        return build_text_reply(turn.say("You are no longer asked about {topic}.", topic=name))
    text = turn.say(
        "You may be asked about {topic} when nobody else answers, but rarely, and only in your working hours.",
        topic=name,
    )
    button = Button(turn.say("Stop asking me"), "topics.help_not", topic.slug)
    return Reply(Card("", (Text(text), Buttons((button,)))), brief=True)


async def _answer_topic_help(turn: Turn, value: str, *, helps: bool) -> Reply:
    topic, page = await topic_list.load_listed_topic(turn, value)
    reply = await set_topic_help(turn, topic, helps=helps)
    return reply if page is None else Reply(await topic_list.draw_topic_list_card(turn, page), replace=True)
