"""What is held back and waits for one person: their own texts, and for the secretariat those of newcomers."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten, signature
from handlers.moderation.holding import keeping, newcomers
from handlers.moderation.holding.posts import KINDS
from storage.moderation.held_messages import ASKED, HINT, KEPT, PRIVATE, HeldPost

#: entries of one kind
MOST = 5


async def items(turn: Turn) -> list[Item]:
    """Oldest first."""
    say, found = turn.say, []
    for post in await turn.store.held_posts.of(turn.person.id, limit=MOST):
        if post.state == KEPT:
            found.append(_kept(turn, post))
        else:
            found.append(Item(shorten(keeping.text_of(post), 150), note=say("Waits for the secretariat")))
    if turn.person.secretariat:
        found += [await _asked(turn, post) for post in await turn.store.held_posts.asked(limit=MOST)]
    return found


def _kept(turn: Turn, post: HeldPost) -> Item:
    """What was said in a thread is no form's."""
    say, id = turn.say, str(post.id)
    row = [Button(say("Send anyway") if post.why == HINT else say("Send"), "holding.send", id, "primary")]
    if KINDS[type(keeping.event_of(post)), keeping.event_of(post).name].form:
        row.append(Button(say("Edit"), "holding.edit", id))
    row.append(Button(say("Throw away"), "holding.drop", id, confirm=say("Throw away what you wrote?")))
    return Item(shorten(keeping.text_of(post), 150), note=say("Not sent yet"), buttons=tuple(row))


async def _asked(turn: Turn, post: HeldPost) -> Item:
    say = turn.say
    by = await signature(turn.store, post.person_id, None, say)
    row = newcomers.buttons(say, post)
    note = say("Waits for your word: shall others see it?")
    if post.why == PRIVATE:
        row = (Button(say("I take care of it"), "holding.read", str(post.id), "primary"),)
        note = say("Sent to the secretariat alone")
    assert post.state == ASKED
    return Item(by, shorten(keeping.text_of(post), 150), note, row)
