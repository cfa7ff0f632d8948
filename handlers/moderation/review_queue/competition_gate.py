"""Give hints on competition law: before a text is sent where possible, else in private afterwards."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Buttons, Card, Quote, Reply, Text
from handlers.chat.events import Event, Message
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition.competition_texts import draw_competition_warning
from handlers.moderation.competition.rules import find_sensitive_kinds
from handlers.moderation.review_queue import held_messages
from handlers.moderation.review_queue.post_kinds import extract_post_text
from handlers.moderation.review_queue.writer_decisions import draw_writer_buttons
from storage.moderation.held_messages import HINT, HeldMessage

router = Router()


class ReplyHintNotice(CardArguments, frozen=True):
    template = "holding.hint"

    #: kinds of sensitive content in `rules.toml`
    kinds: tuple[str, ...]


@router.gate
async def hint_before_sending(event: Event, turn: Turn) -> Reply | None:
    """Hold a sensitive text and show the hint, at most once per text.

    A person who sends the same text again has read the hint.
    """
    words = extract_post_text(event)
    if not words:
        return None
    kinds = find_sensitive_kinds(extract_plain_text(words))
    if isinstance(event, Message):
        if kinds:
            await _notify_reply_hint(event, turn, kinds)
        return None
    before = await held_messages.drop_replaced_message(turn, event)
    if not kinds or before == words:
        return None
    return Reply(_draw_hint_before_sending(turn, await held_messages.hold_message(turn, event, HINT), kinds))


def _draw_hint_before_sending(turn: Turn, post: HeldMessage, kinds: frozenset[str]) -> Card:
    say = turn.say
    words = Quote(shorten_markup(held_messages.find_held_text(post), 300))
    kept = Text(say("Nobody has seen it yet. You decide what happens to it."))
    return Card(
        say("Before I send it"),
        (*draw_competition_warning(say, kinds), words, kept, Buttons(draw_writer_buttons(say, post))),
    )


async def _notify_reply_hint(event: Message, turn: Turn, kinds: frozenset[str]) -> None:
    """Notify only the writer, once: a reply in a thread is visible already."""
    if not await held_messages.is_carried_reply(event, turn):
        return
    place = event.place
    key = f"competition:{place.platform}:{place.workspace}:{place.channel}:{event.message}"
    notice = ReplyHintNotice(tuple(sorted(kinds)))
    await outgoing.post_to_person(turn.store, turn.person, notice, key=key, account_id=turn.account.id)


@router.card(ReplyHintNotice)
async def draw_reply_hint_card(view: View[ReplyHintNotice]) -> Card | None:
    say = view.say
    parts = draw_competition_warning(say, view.args.kinds)
    way = Text(say("It is about your reply in a thread. Edit or delete it there, and every copy follows."))
    return Card(say("About your reply"), (*parts, way))
