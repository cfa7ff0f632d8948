"""A press tells which message it was made in: so the copy is found of which Teams never answered that it took it."""

from __future__ import annotations

from typing import Any

from bot.platforms import Dispatch
from bot.platforms.teams.activities import Activity, dig, place
from bot.platforms.teams.cards import DELIVERY


async def report_copy(dispatch: Dispatch, activity: Activity) -> None:
    """Say which message of which delivery was pressed. It is the client's word: whoever hears it looks for itself."""
    delivery, message = _pressed(activity.value), activity.reply_to_id or ""
    if delivery and message:
        await dispatch.take_back_copy(place(activity, message), delivery, message)


def _pressed(value: Any) -> str:
    """Return the delivery that a button's data names; empty for what is no button, or of an earlier version."""
    return dig(value, "action", "data", DELIVERY) or dig(value, "data", DELIVERY) or dig(value, DELIVERY)
