"""Share the workflow of records that organisations answer once each.

A context declares its kind of answers once (`answer_kind`). The workflow chooses for whom somebody speaks
(`speakers`). It names the representatives of an organisation and asks them (`mandates`). It records and withdraws
answers and notifies colleagues (`answer_recording`).
"""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.organisation_answers import organisation_pages

router = Router()
router.include_router(organisation_pages.router)
