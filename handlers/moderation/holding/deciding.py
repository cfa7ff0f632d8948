"""Decide: the writer of what is kept sends it, changes it, gives it to the secretariat alone, or throws it away."""

from __future__ import annotations

from handlers.access import vacancy
from handlers.chat import outgoing
from handlers.chat.cards import Button, Reply, note
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.moderation.holding import keeping, newcomers
from storage.moderation.held_messages import ASKED, DROPPED, PASSED, PRIVATE, HeldPost

router = Router()


def buttons(say: Say, post: HeldPost) -> tuple[Button, ...]:
    """*Send likevel · Endre · Send bare til sekretariatet*."""
    id = str(post.id)
    return (
        Button(say("Send anyway"), "holding.send", id, "primary"),
        Button(say("Edit"), "holding.edit", id),
        Button(say("Send only to the secretariat"), "holding.private", id),
    )


@router.on(Click, "holding.send")
async def send(event: Click, turn: Turn) -> Reply | None:
    post = await keeping.own(turn, event.value)
    stopped = await newcomers.stop(keeping.event_of(post), turn)
    reply = stopped or await keeping.take_up(turn, post)
    await turn.store.held_posts.settle(post, DROPPED if stopped else PASSED, turn.person.id)
    return Reply(reply.card, reply.form, replace=True) if reply is not None else note(turn.say("Sent."), replace=True)


@router.on(Click, "holding.edit", opens=True)
async def edit(event: Click, turn: Turn) -> Reply:
    """What is sent from the form takes the place of what is kept."""
    return Reply(form=await keeping.form_again(turn, await keeping.own(turn, event.value)))


@router.on(Click, "holding.private")
async def give(event: Click, turn: Turn) -> Reply:
    """To the secretariat, which answers outside the rooms."""
    post = await keeping.own(turn, event.value)
    post.why, post.state = PRIVATE, ASKED
    for person in await turn.store.people.secretariat():
        key = f"held:{post.id}:{person.id}"
        await outgoing.to_person(
            turn.store, person, "holding.private_text", {"post": post.id}, key=key, subject=f"held:{post.id}"
        )
    text = await vacancy.tell_kept(turn.store, turn.say, turn.say("The secretariat has it, and nobody else."))
    return note(f"{text} {turn.say('You hear when it has been read.')}", replace=True)


@router.on(Click, "holding.drop")
async def drop(event: Click, turn: Turn) -> Reply:
    await turn.store.held_posts.settle(await keeping.own(turn, event.value), DROPPED, turn.person.id)
    return note(turn.say("Thrown away."), replace=True)
