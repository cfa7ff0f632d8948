"""Hold for the secretariat what unconfirmed people write, and what looks like spam."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Event, Message
from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.moderation.review_queue import held_messages
from handlers.moderation.review_queue.post_kinds import extract_post_text
from storage.moderation.held_messages import ASKED, DROPPED, NEWCOMER, PASSED, READ, REFUSED, WAITING, HeldMessage

router = Router()
#: Number of links in one text from which it is suspect: somebody who only asks or answers needs fewer.
MANY_LINKS = 3
#: The same text again within this time is suspect.
AGAIN = timedelta(days=1)
_LINK = re.compile(
    r"\bhttps?://|\bwww\.|(?<![\w.@-])(?:[a-z0-9-]++\.)++(?:com|net|org|io|xyz|top|shop|club|no)/", re.IGNORECASE
)


class NewcomerPostCard(CardArguments, frozen=True):
    template = "holding.newcomer"
    for_secretariat = True

    post: int


@router.gate
async def hold_newcomer_message(event: Event, turn: Turn) -> Reply | None:
    """Hold a suspect message for the secretariat.

    Return None for confirmed members, and where there is no secretariat to ask.
    """
    words, person = extract_post_text(event), turn.person
    if not words or person.secretariat or (person.confirmed and not person.guest):
        return None
    if person.guest and isinstance(event, Command):
        return None  # guests may only answer: the rest is refused anyway
    if isinstance(event, Message) and not await held_messages.is_carried_reply(event, turn):
        return None
    if not await _is_suspect(turn, words):
        return None
    secretariat = await turn.store.people.list_secretariat()
    if not secretariat:
        return None
    post = await held_messages.hold_message(turn, event, NEWCOMER, ASKED)
    for one in secretariat:
        key = f"held:{post.id}:{one.id}"
        await outgoing.post_to_person(
            turn.store, one, NewcomerPostCard(post.id), key=key, subject=build_held_subject(post)
        )
    text = turn.say("The secretariat checks the first thing you write here before others see it.")
    return build_text_reply(f"{text} {turn.say('Your text is saved, and you will hear from me.')}")


def build_held_subject(post: HeldMessage) -> str:
    return f"held:{post.id}"


async def _is_suspect(turn: Turn, words: str) -> bool:
    """Return True for a guest's first message, for many links, and for the same text again."""
    store, me = turn.store, turn.person
    if me.guest and not await store.held_messages.count_passed_newcomer_messages(me.id):
        return True
    if len(_LINK.findall(words)) >= MANY_LINKS:
        return True
    waiting = await store.held_messages.list_held_messages_of_person(me.id, WAITING)
    if any(post.state == ASKED and held_messages.find_held_text(post) == words for post in waiting):
        return True
    since = turn.now - AGAIN
    return await store.questions.has_repeated_question(me.id, words, since) or await store.answers.has_repeated_answer(
        me.id, words, since
    )


@router.card(NewcomerPostCard)
async def draw_newcomer_card(view: View[NewcomerPostCard]) -> Card | None:
    """Draw the message for the secretariat; afterwards, what was decided about it."""
    post, say = await view.store.held_messages.find(view.args.post), view.say
    if post is None:
        return None
    by = await format_signature(view.store, post.person_id, None, say)
    if post.state != ASKED:
        return _draw_settled_message(view, post, by) if view.delivery.was_told else None
    title = say("{name} writes here for the first time", name=by)
    text = say("Nobody has confirmed who this person is, or it looks like advertising. Should others see it?")
    return Card(
        title, (Quote(held_messages.find_held_text(post), by), Text(text), Buttons(draw_newcomer_buttons(say, post)))
    )


def _draw_settled_message(view: View, post: HeldMessage, by: str) -> Card:
    say = view.say
    what = {
        PASSED: say("The post of {name} was let through."),
        DROPPED: say("{name} has taken back what they wrote."),
        READ: say("What {name} wrote to was no longer open. {name} has the text back."),
    }.get(post.state, say("The post of {name} was rejected."))
    return Card("", (Text(what.format(name=by), "subtle"),))


def draw_newcomer_buttons(say: Say, post: HeldMessage) -> tuple[Button, ...]:
    """Draw *Slipp gjennom · Avvis*."""
    sure = say("Reject it? The author will be told and get the text back.")
    return (
        Button(say("Let it through"), "holding.pass", str(post.id), "primary"),
        Button(say("Reject"), "holding.refuse", str(post.id), confirm=sure),
    )


@router.on(Click, "holding.pass")
async def on_held_message_pass(event: Click, turn: Turn) -> Reply:
    """Let the message through: the event is handled now as if it had happened then."""
    post = await lock_message_for_review(turn, event.value)
    writer = await held_messages.build_writer_turn(turn, post)
    try:
        async with turn.store.session.begin_nested():
            reply = await held_messages.handle_held_event(writer, post)
    except UserError as error:
        return await _give_back_message(turn, writer, post, error.text)
    lead = Text(writer.say("The secretariat has let it through: others see what you wrote."))
    more = reply.card if reply is not None and reply.card is not None else Card()
    await _notify_held_writer(writer, post, msgspec.structs.replace(more, parts=(lead, *more.parts)))
    await turn.store.held_messages.settle_held_message(post, PASSED, turn.person.id)
    await turn.store.outbox.refresh_copies(build_held_subject(post))
    return build_text_reply(turn.say("Let through. {name} will be told.", name=writer.person.name), replace=True)


async def _give_back_message(turn: Turn, writer: Turn, post: HeldMessage, why: str) -> Reply:
    """Give the text back to its writer: what it was for is gone, or takes nothing more."""
    lead = Text(writer.say("The secretariat has let it through, but it came to nobody: {why}", why=why))
    words = Quote(shorten_markup(held_messages.find_held_text(post), 1000))
    await _notify_held_writer(writer, post, Card("", (lead, words)))
    await turn.store.held_messages.settle_held_message(post, READ, turn.person.id)
    await turn.store.outbox.refresh_copies(build_held_subject(post))
    text = turn.say(
        "What {name} wrote to is withdrawn, hidden or closed. {name} gets the text back.", name=writer.person.name
    )
    return build_text_reply(text, replace=True)


@router.on(Click, "holding.refuse")
async def on_held_message_refuse(event: Click, turn: Turn) -> Reply:
    post = await lock_message_for_review(turn, event.value)
    writer = await held_messages.build_writer_turn(turn, post)
    text = writer.say("The secretariat did not let this through. Write to them if you think that is wrong.")
    await _notify_held_writer(
        writer, post, Card("", (Text(text), Quote(shorten_markup(held_messages.find_held_text(post), 1000))))
    )
    await turn.store.held_messages.settle_held_message(post, REFUSED, turn.person.id)
    await turn.store.outbox.refresh_copies(build_held_subject(post))
    return build_text_reply(turn.say("Rejected. {name} will be told.", name=writer.person.name), replace=True)


async def lock_message_for_review(turn: Turn, value: str) -> HeldMessage:
    """Return a message that waits for the secretariat, with a row lock.

    Raises UserError when it is decided already.
    """
    post = await turn.store.held_messages.lock(parse_id(value))
    if post is None or post.state != ASKED:
        raise UserError(turn.say("Somebody in the secretariat has decided on it already."))
    return post


async def _notify_held_writer(writer: Turn, post: HeldMessage, card: Card) -> None:
    place = outgoing.build_account_place(writer.account)
    await writer.store.outbox.post_deliveries(
        outgoing.build_reply_draft(writer.store, f"held:{post.id}", place, writer.person, card)
    )
