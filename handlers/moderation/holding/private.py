"""Private: what somebody gave to the secretariat alone, until it is read."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import signature
from handlers.moderation.holding import keeping
from handlers.moderation.holding.newcomers import asked, subject
from storage.moderation.held_messages import ASKED, READ

router = Router()


@router.card("holding.private_text")
async def draw(view: View) -> Card | None:
    post, say = await view.store.held_posts.find(view["post"]), view.say
    if post is None:
        return None
    by = await signature(view.store, post.person_id, None, say)
    if post.state != ASKED:
        done = Card("", (Text(say("What {name} wrote to the secretariat has been read.", name=by), "subtle"),))
        return done if view.delivery.message else None
    text = say("It may be competition-sensitive, so it was sent to you alone. Write to {name} directly.", name=by)
    seen = Buttons((Button(say("I take care of it"), "holding.read", str(post.id), "primary"),))
    return Card(say("{name} writes to the secretariat", name=by), (Quote(keeping.text_of(post), by), Text(text), seen))


@router.on(Click, "holding.read")
async def read(event: Click, turn: Turn) -> Reply:
    """Its writer hears who looks after it; the text is kept no longer."""
    post = await asked(turn, event.value)
    writer = await turn.store.people.find(post.person_id)
    text = keeping.text_of(post)
    await turn.store.held_posts.settle(post, READ, turn.person.id)
    await turn.store.outbox.refresh(subject(post))
    if writer is not None:
        args, key = {"by": turn.person.id}, f"held:{post.id}:read"
        await outgoing.to_person(turn.store, writer, "holding.taken", args, key=key, account_id=post.account_id)
    card = Card("", (Text(turn.say("You take care of it. Here it is once more:")), Quote(text)))
    return Reply(card, replace=True)


@router.card("holding.taken")
async def draw_taken(view: View) -> Card | None:
    by = await view.store.people.find(view["by"])
    name = by.name if by else view.say("the secretariat")
    text = view.say("{name} has read what you wrote to the secretariat, and takes care of it.", name=name)
    return Card("", (Text(text),))
