"""List held messages that wait for one person.

They see their own texts; the secretariat also sees those of newcomers.
"""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature
from handlers.moderation.review_queue import held_messages, newcomer_gate
from handlers.moderation.review_queue.post_kinds import KINDS
from storage.moderation.held_messages import ASKED, HINT, KEPT, PRIVATE, HeldMessage

#: maximum number of entries of one kind
MOST_ENTRIES = 5


async def list_held_items(turn: Turn) -> list[Item]:
    """List the held messages, oldest first."""
    say, found = turn.say, []
    for post in await turn.store.held_messages.list_held_messages_of_person(turn.person.id, limit=MOST_ENTRIES):
        if post.state == KEPT:
            found.append(_draw_own_held_item(turn, post))
        else:
            found.append(
                Item(shorten_text(held_messages.find_held_text(post), 150), note=say("Waiting for the secretariat"))
            )
    if turn.person.secretariat:
        found += [
            await _draw_review_item(turn, post)
            for post in await turn.store.held_messages.list_messages_to_review(limit=MOST_ENTRIES)
        ]
    return found


def _draw_own_held_item(turn: Turn, post: HeldMessage) -> Item:
    """Draw a message that waits for its writer; *Edit* is left out for a reply in a thread, which has no form."""
    say, id = turn.say, str(post.id)
    row = [Button(say("Send anyway") if post.why == HINT else say("Send"), "holding.send", id, "primary")]
    if KINDS[type(held_messages.build_held_event(post)), held_messages.build_held_event(post).name].form:
        row.append(Button(say("Edit"), "holding.edit", id))
    row.append(Button(say("Discard"), "holding.drop", id, "danger", say("Discard what you wrote?")))
    return Item(shorten_text(held_messages.find_held_text(post), 150), note=say("Not sent yet"), buttons=tuple(row))


async def _draw_review_item(turn: Turn, post: HeldMessage) -> Item:
    say = turn.say
    by = await format_signature(turn.store, post.person_id, None, say)
    row = newcomer_gate.draw_newcomer_buttons(say, post)
    note = say("Needs your decision: should others see it?")
    if post.why == PRIVATE:
        row = (Button(say("I will handle it"), "holding.read", str(post.id), "primary"),)
        note = say("Sent to the secretariat only")
    assert post.state == ASKED
    return Item(by, shorten_text(held_messages.find_held_text(post), 150), note, row)
