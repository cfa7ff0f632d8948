"""Follow a topic to hear of every new question in it, until it is unfollowed."""

from __future__ import annotations

from handlers.access.rights import audit_trail
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.directory.topics import topic_helpers, topic_list, topic_pace
from handlers.directory.topics.topic_lookup import find_topic_by_words
from storage.directory.topics import Topic

router = Router()
#: words as `verbs.fold_word` returns them
STOP = {"slutt", "unfollow", "stop"}
HELP = {"hjelp", "hjelpe", "hjelpa", "hjelper", "help", "helping"}
#: words between the verb and the topic, as in "slutt å følge nett", "stop following"
BETWEEN = {"a", "folg", "folge", "folgje", "follow", "following", "med", "slutt", "stop", "unfollow", "with"}


@router.on(Command, "topics")
async def on_topics(event: Command, turn: Turn) -> Reply:
    """Answer `tema` with the list; change it by `tema følg nett daglig` and `tema slutt å følge nett`."""
    return (
        await handle_typed_topic(turn, event.text)
        if event.text
        else Reply(await topic_list.draw_topic_list_card(turn, 0))
    )


@router.on(Click, "topics.follow")
async def on_topic_follow(event: Click, turn: Turn) -> Reply:
    """Follow the topic "nett". "nett:9" also redraws the page of the list that begins with the tenth topic."""
    topic, page = await topic_list.load_listed_topic(turn, event.value)
    return (
        await start_following_topic(turn, topic)
        if page is None
        else await _redraw_topic_page(turn, topic, page, follows=True)
    )


@router.on(Click, "topics.unfollow")
async def on_topic_unfollow(event: Click, turn: Turn) -> Reply:
    topic, page = await topic_list.load_listed_topic(turn, event.value)
    return (
        await stop_following_topic(turn, topic)
        if page is None
        else await _redraw_topic_page(turn, topic, page, follows=False)
    )


async def handle_typed_topic(turn: Turn, text: str) -> Reply:
    """Handle "følg nett", "slutt å følge nett", "hjelp nett" and "slutt å hjelpe nett"."""
    words = text.split()
    stops = verbs.fold_word(words[0]) in STOP
    helps = any(verbs.fold_word(word) in HELP for word in words[:3])
    while words and verbs.fold_word(words[0]) in BETWEEN | HELP:
        words.pop(0)
    name, pace = topic_pace.split_pace(" ".join(words))
    topic = await find_topic_by_words(turn.store, name)
    if topic is None:
        raise UserError(turn.say("I do not know a topic called “{name}”. Write “topics” to see them all.", name=name))
    if helps:
        await audit_trail.record_typed_action(turn, "topics.help_not" if stops else "topics.help")
        return await topic_helpers.set_topic_help(turn, topic, helps=not stops)
    await audit_trail.record_typed_action(turn, "topics.unfollow" if stops else "topics.follow")
    return await (stop_following_topic(turn, topic) if stops else start_following_topic(turn, topic, pace))


async def start_following_topic(turn: Turn, topic: Topic, pace: str = "") -> Reply:
    say, name = turn.say, topic.get_name(turn.say.language)
    await turn.store.topics.follow_topic(topic.id, turn.person.id)
    text = say("You follow {topic}, and hear of every new question in it.", topic=name)
    if pace:
        await turn.store.topics.set_topic_pace(topic.id, turn.person.id, pace)
        text = say("You hear of new questions in {topic} {pace}.", topic=name, pace=topic_pace.describe_pace(say, pace))
    row = (
        Button(say("How often?"), "topics.pace", topic.slug),
        Button(say("Stop following"), "topics.unfollow", topic.slug),
    )
    unheard = await draw_unconfirmed_notice(turn)
    return Reply(Card("", (Text(text), *unheard, Buttons(row))), brief=not unheard)


async def stop_following_topic(turn: Turn, topic: Topic) -> Reply:
    await turn.store.topics.unfollow_topic(topic.id, turn.person.id)
    return build_text_reply(turn.say("You no longer follow {topic}.", topic=topic.get_name(turn.say.language)))


async def _redraw_topic_page(turn: Turn, topic: Topic, page: int, *, follows: bool) -> Reply:
    change = turn.store.topics.follow_topic if follows else turn.store.topics.unfollow_topic
    await change(topic.id, turn.person.id)
    return Reply(await topic_list.draw_topic_list_card(turn, page), replace=True)
