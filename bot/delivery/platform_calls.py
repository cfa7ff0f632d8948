"""Make the one call to a platform that a delivery is."""

from __future__ import annotations

from bot.delivery.delivery_preparer import PreparedDelivery
from bot.platforms import Platform, Sent
from handlers.chat.outgoing import build_delivery_place
from storage.queue.delivery_rows import POST, UPDATE


async def call_platform(platform: Platform, prepared: PreparedDelivery) -> Sent:
    """Post, redraw, delete or react.

    Raises like the method of the platform that is called.
    """
    row, place = prepared.row, build_delivery_place(prepared.row)
    if prepared.reaction is not None:
        await platform.react(place, prepared.reaction)
        return Sent("")
    if row.op == POST:
        assert prepared.card is not None
        return await platform.send(place, prepared.card, key=prepared.marks)
    if row.op == UPDATE and prepared.card is not None:
        await platform.update(place, row.message, prepared.card)
    else:
        await platform.delete(place, row.message)
    return Sent(row.message)
