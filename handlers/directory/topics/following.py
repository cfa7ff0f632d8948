"""Follow a topic: hear of every new question in it, until you say stop."""

from __future__ import annotations

from handlers.access.rights import trail
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.topics import helping, listing, paces
from handlers.directory.topics.naming import topic_meant
from storage.directory.topics import Topic

router = Router()
#: as `verbs.fold` leaves them
STOP = {"slutt", "unfollow", "stop"}
HELP = {"hjelp", "hjelpe", "hjelpa", "hjelper", "help", "helping"}
#: words between the verb and the topic: "slutt å følge nett", "stop following"
BETWEEN = {"a", "folg", "folge", "folgje", "follow", "following", "med", "slutt", "stop", "unfollow", "with"}


@router.on(Command, "topics")
async def topics(event: Command, turn: Turn) -> Reply:
    """`tema` shows the list; `tema følg nett daglig` and `tema slutt å følge nett` change it."""
    return await by_words(turn, event.text) if event.text else Reply(await listing.topics_card(turn, 0))


@router.on(Click, "topics.follow")
async def follow(event: Click, turn: Turn) -> Reply:
    """ "nett", or "nett:9" on the page of the list that begins with the tenth topic, which is drawn anew."""
    topic, page = await listing.meant(turn, event.value)
    return await start(turn, topic) if page is None else await _redraw(turn, topic, page, follows=True)


@router.on(Click, "topics.unfollow")
async def unfollow(event: Click, turn: Turn) -> Reply:
    topic, page = await listing.meant(turn, event.value)
    return await stop(turn, topic) if page is None else await _redraw(turn, topic, page, follows=False)


async def by_words(turn: Turn, text: str) -> Reply:
    """ "følg nett", "slutt å følge nett"; "hjelp nett", "slutt å hjelpe nett"."""
    words = text.split()
    stops = verbs.fold(words[0]) in STOP
    helps = any(verbs.fold(word) in HELP for word in words[:3])
    while words and verbs.fold(words[0]) in BETWEEN | HELP:
        words.pop(0)
    name, pace = paces.split(" ".join(words))
    topic = await topic_meant(turn.store, name)
    if topic is None:
        raise UserError(turn.say("I know no topic called «{name}». Write «topics» to see them all.", name=name))
    if helps:
        await trail.note_typed(turn, "topics.help_not" if stops else "topics.help")
        return await helping.change(turn, topic, helps=not stops)
    await trail.note_typed(turn, "topics.unfollow" if stops else "topics.follow")
    return await (stop(turn, topic) if stops else start(turn, topic, pace))


async def start(turn: Turn, topic: Topic, pace: str = "") -> Reply:
    say, name = turn.say, topic.name(turn.say.language)
    await turn.store.topics.follow(topic.id, turn.person.id)
    text = say("You follow {topic}, and hear of every new question in it.", topic=name)
    if pace:
        await turn.store.topics.set_pace(topic.id, turn.person.id, pace)
        text = say("You hear of new questions in {topic} {pace}.", topic=name, pace=paces.said(say, pace))
    row = (
        Button(say("How often?"), "topics.pace", topic.slug),
        Button(say("Stop following"), "topics.unfollow", topic.slug),
    )
    return Reply(Card("", (Text(text), Buttons(row))), brief=True)


async def stop(turn: Turn, topic: Topic) -> Reply:
    await turn.store.topics.unfollow(topic.id, turn.person.id)
    return note(turn.say("You no longer follow {topic}.", topic=topic.name(turn.say.language)))


async def _redraw(turn: Turn, topic: Topic, page: int, *, follows: bool) -> Reply:
    change = turn.store.topics.follow if follows else turn.store.topics.unfollow
    await change(topic.id, turn.person.id)
    return Reply(await listing.topics_card(turn, page), replace=True)
