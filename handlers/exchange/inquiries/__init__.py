"""Ask many parks at once what they can offer an investor, and gather the sheet of each."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.inquiries import inquiry_draft, inquiry_form, sheet_export, sheet_form, sheet_view
from handlers.policy.rounds import inquirers

router = Router()
for _part in (inquiry_form, inquiry_draft, sheet_form, sheet_view, sheet_export, inquirers):
    router.include_router(_part.router)
