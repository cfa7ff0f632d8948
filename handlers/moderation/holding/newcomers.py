"""Newcomers: what somebody whom nobody vouches for yet writes, and what looks like spam, waits for the secretariat."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Event, Message
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten, signature
from handlers.moderation.holding import keeping
from handlers.moderation.holding.posts import words_of
from storage.moderation.held_messages import ASKED, NEWCOMER, PASSED, REFUSED, WAITING, HeldPost

router = Router()
#: links in one text that nobody needs who only asks or answers
MANY_LINKS = 3
#: the same text again within this time is no second thought
AGAIN = timedelta(days=1)
_LINK = re.compile(
    r"\bhttps?://|\bwww\.|(?<![\w.@-])(?:[a-z0-9-]++\.)++(?:com|net|org|io|xyz|top|shop|club|no)/", re.IGNORECASE
)


@router.gate
async def stop(event: Event, turn: Turn) -> Reply | None:
    """None for members whom somebody has confirmed, and where there is no secretariat that could be asked."""
    words, person = words_of(event), turn.person
    if not words or person.secretariat or (person.confirmed and not person.guest):
        return None
    if person.guest and isinstance(event, Command):
        return None  # guests only answer: whatever else they try is refused at once
    if isinstance(event, Message) and not await _carried(event, turn):
        return None
    if not await _suspect(turn, words):
        return None
    secretariat = await turn.store.people.secretariat()
    if not secretariat:
        return None
    post = await keeping.keep(turn, event, NEWCOMER, ASKED)
    for one in secretariat:
        key = f"held:{post.id}:{one.id}"
        await outgoing.to_person(turn.store, one, "holding.newcomer", {"post": post.id}, key=key, subject=subject(post))
    text = turn.say("The first thing you write here is looked at by the secretariat before others see it.")
    return note(f"{text} {turn.say('Your text is kept, and you hear from me.')}")


def subject(post: HeldPost) -> str:
    return f"held:{post.id}"


async def _suspect(turn: Turn, words: str) -> bool:
    """The first of a guest; many links; the same again."""
    store, me = turn.store, turn.person
    if me.guest and not await store.held_posts.passed(me.id):
        return True
    if len(_LINK.findall(words)) >= MANY_LINKS:
        return True
    waiting = await store.held_posts.of(me.id, WAITING)
    if any(post.state == ASKED and keeping.text_of(post) == words for post in waiting):
        return True
    since = turn.now - AGAIN
    return await store.questions.said(me.id, words, since) or await store.answers.said(me.id, words, since)


async def _carried(event: Message, turn: Turn) -> bool:
    """A reply under a card whose thread goes to other rooms."""
    place = event.place
    row = await turn.store.outbox.of_message(place.platform, place.workspace, place.channel, place.thread)
    return row is not None and ("question" in row.args or "answer" in row.args)


@router.card("holding.newcomer")
async def draw(view: View) -> Card | None:
    """For the secretariat; afterwards it says what became of it."""
    post, say = await view.store.held_posts.find(view["post"]), view.say
    if post is None:
        return None
    by = await signature(view.store, post.person_id, None, say)
    if post.state != ASKED:
        return _settled(view, post, by) if view.delivery.message else None
    title = say("{name} writes here for the first time", name=by)
    text = say("Nobody has confirmed who it is, or it looks like advertising. Shall others see it?")
    return Card(title, (Quote(keeping.text_of(post), by), Text(text), Buttons(buttons(say, post))))


def _settled(view: View, post: HeldPost, by: str) -> Card:
    say = view.say
    what = (
        say("The post of {name} was let through.") if post.state == PASSED else say("The post of {name} was rejected.")
    )
    return Card("", (Text(what.format(name=by), "subtle"),))


def buttons(say: Say, post: HeldPost) -> tuple[Button, ...]:
    """*Slipp gjennom · Avvis*."""
    sure = say("Reject it? The one who wrote it is told, and gets the text back.")
    return (
        Button(say("Let it through"), "holding.pass", str(post.id), "primary"),
        Button(say("Reject"), "holding.refuse", str(post.id), confirm=sure),
    )


@router.on(Click, "holding.pass")
async def let_through(event: Click, turn: Turn) -> Reply:
    """It happens now as if it had happened then."""
    post = await asked(turn, event.value)
    writer = await keeping.as_writer(turn, post)
    reply = await keeping.take_up(writer, post)
    lead = Text(writer.say("The secretariat has let it through: others see what you wrote."))
    more = reply.card if reply is not None and reply.card is not None else Card()
    await _tell(writer, post, msgspec.structs.replace(more, parts=(lead, *more.parts)))
    await turn.store.held_posts.settle(post, PASSED, turn.person.id)
    await turn.store.outbox.refresh(subject(post))
    return note(turn.say("Let through. {name} is told.", name=writer.person.name), replace=True)


@router.on(Click, "holding.refuse")
async def refuse(event: Click, turn: Turn) -> Reply:
    post = await asked(turn, event.value)
    writer = await keeping.as_writer(turn, post)
    text = writer.say("The secretariat did not let this through. Write to them if you think that is wrong.")
    await _tell(writer, post, Card("", (Text(text), Quote(shorten(keeping.text_of(post), 1000)))))
    await turn.store.held_posts.settle(post, REFUSED, turn.person.id)
    await turn.store.outbox.refresh(subject(post))
    return note(turn.say("Rejected. {name} is told.", name=writer.person.name), replace=True)


async def asked(turn: Turn, value: str) -> HeldPost:
    """One that waits for the secretariat."""
    post = await turn.store.held_posts.lock(parse_id(value))
    if post is None or post.state != ASKED:
        raise UserError(turn.say("Somebody in the secretariat has decided on it already."))
    return post


async def _tell(writer: Turn, post: HeldPost, card: Card) -> None:
    place = outgoing.account_place(writer.account)
    await writer.store.outbox.post(outgoing.reply(writer.store, f"held:{post.id}", place, writer.person, card))
