"""Link the current state in the thread of a card that can no longer be changed."""

from __future__ import annotations

from handlers.chat.card_arguments import AnyCard, CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import View
from handlers.directory.rooms.room_loss import mark_room_lost
from handlers.notifications.delivery_failures import LOST
from handlers.questions.live import page_links
from storage.kit.database import Store
from storage.queue.delivery_rows import CARD, DELETE, POST, Delivery
from storage.queue.outbox import DeliveryDraft

router = Router()
#: Errors that concern the whole room. When only a thread is not found, the room may still exist.
NO_ROOM = LOST - {"ConversationNotFound"}


class StaleCardNotice(CardArguments, frozen=True):
    template = "deliveries.changed"

    #: id of the card's delivery
    card: str
    #: True if it should have been deleted
    taken_back: bool = False


@router.stale(AnyCard)
async def on_card_stale(view: View[AnyCard]) -> None:
    """Post one line in the card's thread, once.

    If the room is unreachable, mark it lost, which notifies who can restore it.
    """
    change = view.delivery
    card = await view.store.outbox.find_delivery(change.target_id or "")
    if card is None or card.op != POST or card.room_id is None or card.user:
        return
    if change.last_error in NO_ROOM:
        await mark_room_lost(view.store, card.room_id, change.last_error)
    elif card.template != StaleCardNotice.template:
        await view.store.outbox.post_deliveries(_build_stale_notice(card, taken_back=change.op == DELETE))


@router.card(StaleCardNotice)
async def draw_stale_notice_card(view: View[StaleCardNotice]) -> Card | None:
    """Draw the notice. Return None if the card has been redrawn after all."""
    card = await view.store.outbox.find_delivery(view.args.card)
    if card is None or not card.stale:
        return None
    say = view.say
    if view.args.taken_back:
        return Card("", (Text(say("What this thread is about has been withdrawn. I cannot delete my message above.")),))
    text = say("This has changed, and I cannot change my message above.")
    url = await _find_record_page(view.store, view, card.subject)
    parts: list[Part] = [Text(text if url else f"{text} {_describe_fallback(say, card.subject)}".strip())]
    if url:
        parts.append(Buttons((Button(say("See it as it is now"), url=url),)))
    return Card("", tuple(parts))


def _build_stale_notice(card: Delivery, *, taken_back: bool) -> DeliveryDraft:
    return DeliveryDraft(
        key=f"changed:{card.id}:{taken_back}",
        platform=card.platform,
        workspace=card.workspace,
        channel=card.sent_channel or card.channel,
        thread=card.sent_thread or card.message,
        template=StaleCardNotice.template,
        args=StaleCardNotice(card.id, taken_back).encode_arguments(),
        language=card.language,
        kind=CARD,
        room_id=card.room_id,
    )


async def _find_record_page(store: Store, view: View, subject: str) -> str:
    """Return the page of the card's record, for those in its room; empty where there is none."""
    kind, _, number = subject.partition(":")
    room, id = view.delivery.room_id or 0, parse_id(number)
    if kind == "answer":
        answer = await store.answers.find(id)
        kind, id = "question", answer.question_id if answer is not None else 0
    return page_links.build_live_page_link(view.arena, kind, id, view.now, room_id=room)


def _describe_fallback(say: Say, subject: str) -> str:
    """Describe what to do where there is no page."""
    if subject.startswith("occurrence:"):
        return say("Write “meeting” to me for the latest.")
    return say("Write “home” to me for the latest.")
