"""Handle policy issues: raise, check, support by organisations, work on, and look back on them."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.issues import (
    agenda_proposals,
    cards,
    evidence,
    evidence_removal,
    issue_actions,
    issue_check_results,
    issue_checks,
    issue_export,
    issue_followers,
    issue_lifecycle,
    issue_list,
    issue_log,
    issue_mergers,
    issue_owners,
    issue_progress,
    issue_reviews,
    issue_stances,
    issue_submission,
    issue_versions,
    issue_view,
    issue_visibility,
    question_clustering,
    stance_receipts,
    support_requests,
)

router = Router()
for _part in (
    agenda_proposals,
    support_requests,
    cards,
    issue_checks,
    issue_check_results,
    evidence,
    evidence_removal,
    issue_followers,
    issue_log,
    issue_list,
    issue_lifecycle,
    issue_mergers,
    issue_submission,
    issue_visibility,
    issue_reviews,
    issue_view,
    issue_actions,
    issue_stances,
    stance_receipts,
    issue_export,
    question_clustering,
    issue_versions,
    issue_owners,
    issue_progress,
):
    router.include_router(_part.router)
