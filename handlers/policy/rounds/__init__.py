"""Hold input rounds: the secretariat asks organisations for facts and cases, and publishes totals that disclose
nobody's answer.
"""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.rounds import (
    adoption_answers,
    adoption_drafts,
    adoption_planners,
    adoption_reviews,
    cards,
    declined_answers,
    round_administration,
    round_answers,
    round_closure,
    round_drafts,
    round_export,
    round_list,
    round_publication,
    round_receipts,
    round_reminders,
    round_view,
)

router = Router()
for _part in (
    round_answers,
    adoption_answers,
    adoption_drafts,
    adoption_planners,
    adoption_reviews,
    cards,
    round_closure,
    declined_answers,
    round_drafts,
    round_export,
    round_list,
    round_publication,
    round_receipts,
    round_reminders,
    round_view,
    round_administration,
):
    router.include_router(_part.router)
