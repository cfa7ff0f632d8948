"""Answer consultations: register or import them, draft the answer step by step, co-sign, send and settle."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.consultations import (
    answer_drafts,
    cards,
    consultation_edits,
    consultation_list,
    consultation_log,
    consultation_news,
    consultation_outcome,
    consultation_registration,
    consultation_view,
    cosigning,
    draft_comments,
    signer_figures,
    signing_requests,
    sources,
    step_notices,
    step_scheduler,
    upstream_changes,
)

router = Router()
for _part in (
    signing_requests,
    cards,
    consultation_edits,
    draft_comments,
    answer_drafts,
    step_notices,
    upstream_changes,
    signer_figures,
    consultation_log,
    consultation_list,
    consultation_news,
    step_scheduler,
    consultation_registration,
    consultation_outcome,
    consultation_view,
    cosigning,
    sources,
):
    router.include_router(_part.router)
