"""Hint: before a text is sent where that is possible, and in private afterwards where it is said already."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Buttons, Card, Quote, Reply, Text
from handlers.chat.events import Event, Message
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten
from handlers.moderation.competition.sensing import sensitive
from handlers.moderation.competition.words import warning
from handlers.moderation.holding import keeping
from handlers.moderation.holding.deciding import buttons
from handlers.moderation.holding.posts import words_of
from storage.moderation.held_messages import HINT, HeldPost

router = Router()
#: a thread under cards with one of these is carried to other rooms
CARRIED = ("question", "answer")


@router.gate
async def look(event: Event, turn: Turn) -> Reply | None:
    """At most once for a text: who sends the same again has read the hint."""
    words = words_of(event)
    if not words:
        return None
    kinds = sensitive(words)
    if isinstance(event, Message):
        if kinds:
            await _tell(event, turn, kinds)
        return None
    before = await keeping.replaced(turn, event)
    if not kinds or before == words:
        return None
    return Reply(_card(turn, await keeping.keep(turn, event, HINT), kinds))


def _card(turn: Turn, post: HeldPost, kinds: frozenset[str]) -> Card:
    say = turn.say
    words = Quote(shorten(keeping.text_of(post), 300))
    kept = Text(say("Nobody has seen it yet. You decide what becomes of it."))
    return Card(say("Before I send it"), (*warning(say, kinds), words, kept, Buttons(buttons(say, post))))


async def _tell(event: Message, turn: Turn, kinds: frozenset[str]) -> None:
    """A reply in a thread stands there already: its writer alone is told, once."""
    place = event.place
    row = await turn.store.outbox.of_message(place.platform, place.workspace, place.channel, place.thread)
    if row is None or not any(about in row.args for about in CARRIED):
        return
    key = f"competition:{place.platform}:{place.workspace}:{place.channel}:{event.message}"
    args = {"kinds": sorted(kinds)}
    await outgoing.to_person(turn.store, turn.person, "holding.hint", args, key=key, account_id=turn.account.id)


@router.card("holding.hint")
async def draw(view: View) -> Card | None:
    say = view.say
    parts = warning(say, view["kinds"])
    way = Text(say("It is about your reply in a thread. Edit or delete it there, and every copy follows."))
    return Card(say("About your reply"), (*parts, way))
