"""Try again: send what was given up once more, redraw what is out of date, where the room is reachable."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.notifications.delivery_report.report_card import RetryValue, list_delivery_statuses
from handlers.notifications.delivery_report.sent_record_lookup import load_sent_record
from storage.kit.database import Store
from storage.queue.delivery_rows import DEAD, SENT, Delivery

router = Router()


@router.on(Click, "deliveries.retry")
async def on_delivery_retry(event: Click, turn: Turn) -> Reply:
    """Retry "question:12" everywhere, or "question:12:5" in the rooms of organisation 5.

    Organisation 0 stands for rooms of no organisation. Raises UserError when there is nothing to retry.
    """
    value = RetryValue.parse_value(event.value)
    found = await list_delivery_statuses(turn, await load_sent_record(turn, RecordValue(value.kind, value.id)))
    if value.organisation:
        found = [one for one in found if str(one.room.organisation_id or 0) == value.organisation]
    tried = await retry_deliveries(turn.store, (one.row for one in found if one.is_retryable and one.row is not None))
    if not tried:
        raise UserError(turn.say("There is nothing to try again just now."))
    return build_text_reply(turn.say.many("I try again in {n} room.", "I try again in {n} rooms.", tried))


async def retry_deliveries(store: Store, rows: Iterable[Delivery]) -> int:
    """Return how many of these deliveries are tried once more."""
    tried = 0
    for row in list(rows):
        if row.state == SENT and row.stale:
            await store.outbox.redraw_delivery(row)
            tried += 1
        elif row.state == DEAD:
            tried += await store.deliveries.revive_delivery(row.id)
    return tried
