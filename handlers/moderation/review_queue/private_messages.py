"""Show a message given to the secretariat alone, until somebody has read it."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.moderation.review_queue import held_messages
from handlers.moderation.review_queue.newcomer_gate import build_held_subject, lock_message_for_review
from storage.moderation.held_messages import ASKED, READ

router = Router()


class PrivateTextCard(CardArguments, frozen=True):
    template = "holding.private_text"
    for_secretariat = True

    post: int


class PrivateTextTakenNotice(CardArguments, frozen=True):
    template = "holding.taken"

    #: id of the person who takes care of it
    by: int


@router.card(PrivateTextCard)
async def draw_private_text_card(view: View[PrivateTextCard]) -> Card | None:
    post, say = await view.store.held_messages.find(view.args.post), view.say
    if post is None:
        return None
    by = await format_signature(view.store, post.person_id, None, say)
    if post.state != ASKED:
        done = Card("", (Text(say("The message from {name} to the secretariat has been read.", name=by), "subtle"),))
        return done if view.delivery.was_told else None
    text = say("It may be competition-sensitive, so it was sent only to you. Write to {name} directly.", name=by)
    seen = Buttons((Button(say("I will handle it"), "holding.read", str(post.id), "primary"),))
    return Card(
        say("{name} writes to the secretariat", name=by),
        (Quote(held_messages.find_held_text(post), by), Text(text), seen),
    )


@router.on(Click, "holding.read")
async def on_held_message_read(event: Click, turn: Turn) -> Reply:
    """Tell the writer who looks after the message, and delete its text."""
    post = await lock_message_for_review(turn, event.value)
    writer = await turn.store.people.find(post.person_id)
    text = held_messages.find_held_text(post)
    await turn.store.held_messages.settle_held_message(post, READ, turn.person.id)
    await turn.store.outbox.refresh_copies(build_held_subject(post))
    if writer is not None:
        notice, key = PrivateTextTakenNotice(turn.person.id), f"held:{post.id}:read"
        await outgoing.post_to_person(turn.store, writer, notice, key=key, account_id=post.account_id)
    card = Card("", (Text(turn.say("You take care of it. Here it is once more:")), Quote(text)))
    return Reply(card, replace=True)


@router.card(PrivateTextTakenNotice)
async def draw_private_text_taken_card(view: View[PrivateTextTakenNotice]) -> Card | None:
    by = await view.store.people.find(view.args.by)
    name = by.name if by else view.say("the secretariat")
    text = view.say("{name} has read what you wrote to the secretariat, and takes care of it.", name=name)
    return Card("", (Text(text),))
