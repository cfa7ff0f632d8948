"""Show where an item was delivered, what stands in the way elsewhere, and who can do something about it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.notifications.delivery_report import delivery_retry, it_request, report_card

router = Router()
for part in (report_card, delivery_retry, it_request):
    router.include_router(part.router)
