"""Minutes: written item by item, read by those who were there, approved, and then as they are for ever."""

from handlers.chat.routing import Router
from handlers.meetings.minutes import (
    carrying,
    closing,
    counting,
    late,
    listing,
    reminding,
    reviewing,
    showing,
    text,
    writing,
)

router = Router()
for _part in (carrying, closing, counting, late, listing, reminding, reviewing, showing, text, writing):
    router.include(_part.router)
