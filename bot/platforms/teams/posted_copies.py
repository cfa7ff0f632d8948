"""Report which message a button was pressed in.

So a duplicate is found whose posting Teams never confirmed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.platforms import Dispatch
from bot.platforms.teams.activities import Activity, build_activity_place, read_nested_text
from bot.platforms.teams.cards import DELIVERY


async def report_posted_copy(dispatch: Dispatch, activity: Activity, pressed_at: datetime) -> None:
    """Report which message of which delivery was pressed.

    The values are the client's word, so the dispatcher checks them itself.
    """
    delivery, message = _find_pressed_delivery(activity.value), activity.reply_to_id or ""
    if delivery and message:
        place = build_activity_place(activity, message)
        await dispatch.withdraw_duplicate_copy(place, delivery, message, pressed_at)


def _find_pressed_delivery(value: Any) -> str:
    """Return the delivery that a button's data names.

    It is empty for what is no button, or of an earlier version.
    """
    return (
        read_nested_text(value, "action", "data", DELIVERY)
        or read_nested_text(value, "data", DELIVERY)
        or read_nested_text(value, DELIVERY)
    )
