"""Cards that can no longer be changed: where the room can still be written in, the thread links what holds now."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import View
from handlers.directory.rooms.losing import lose
from handlers.notifications.reasons import LOST
from handlers.questions.live import links
from storage.kit.database import Store
from storage.queue.delivery_rows import CARD, DELETE, POST, Delivery
from storage.queue.outbox import Draft

router = Router()
#: refused because of the room as a whole. Where a thread cannot be found, the room may still be there.
NO_ROOM = LOST - {"ConversationNotFound"}


@router.stale("*")
async def tell(view: View) -> None:
    """One line in the thread of the card, once; or the room is out of reach, and whoever can mend it hears of that."""
    change = view.delivery
    card = await view.store.outbox.find(change.target_id or "")
    if card is None or card.op != POST or card.room_id is None or card.user:
        return
    if change.last_error in NO_ROOM:
        await lose(view.store, card.room_id, change.last_error)
    elif card.template != "deliveries.changed":
        await view.store.outbox.post(_line(card, taken_back=change.op == DELETE))


@router.card("deliveries.changed")
async def draw(view: View) -> Card | None:
    """None when it has been redrawn meanwhile, after all."""
    card = await view.store.outbox.find(view["card"])
    if card is None or not card.stale:
        return None
    say = view.say
    if view["taken_back"]:
        return Card("", (Text(say("What this thread is about was taken back. I cannot delete my message above.")),))
    text = say("This has changed, and I cannot change my message above.")
    url = await _page(view.store, view, card.subject)
    parts: list[Part] = [Text(text if url else f"{text} {_where(say, card.subject)}".strip())]
    if url:
        parts.append(Buttons((Button(say("See it as it is now"), url=url),)))
    return Card("", tuple(parts))


def _line(card: Delivery, *, taken_back: bool) -> Draft:
    return Draft(
        key=f"changed:{card.id}:{taken_back}",
        platform=card.platform,
        workspace=card.workspace,
        channel=card.sent_channel or card.channel,
        thread=card.sent_thread or card.message,
        template="deliveries.changed",
        args={"card": card.id, "taken_back": taken_back},
        language=card.language,
        kind=CARD,
        room_id=card.room_id,
    )


async def _page(store: Store, view: View, subject: str) -> str:
    """The page of what a card shows, for those in its room; empty where there is none."""
    kind, _, number = subject.partition(":")
    room, id = view.delivery.room_id or 0, parse_id(number)
    if kind == "answer":
        answer = await store.answers.find(id)
        kind, id = "question", answer.question_id if answer is not None else 0
    return links.page(view.arena, kind, id, view.now, room_id=room)


def _where(say: Say, subject: str) -> str:
    """What to do where there is no page."""
    if subject.startswith("occurrence:"):
        return say("Write «meeting» to me to see what holds.")
    return say("Write «home» to me to see what holds.")
