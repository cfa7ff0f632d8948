"""One answer per organisation: the workflow that every kind of record shares which organisations answer.

A context declares its kind once (`answer_kind`). The workflow chooses for whom somebody speaks (`speakers`), names who
acts for an organisation and asks them (`mandates`), records and withdraws (`recording`), and tells colleagues.
"""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.organisation_answers import organisation_pages

router = Router()
router.include(organisation_pages.router)
