"""Save solutions with the author's consent; find, use, doubt and verify them."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.library.solutions import (
    adoption_followup,
    author_consent,
    filter_form,
    own_solutions,
    pending_consent,
    shown_solution,
    solution_actions,
    solution_audience,
    solution_card,
    solution_comments,
    solution_drafts,
    solution_edits,
    solution_feedback,
    solution_handover,
    solution_opening,
    solution_search,
    solution_text,
    solution_verification,
    solved_questions,
    stale_drafts,
    unasked_authors,
)

router = Router()
for part in (
    solution_edits,
    author_consent,
    solution_feedback,
    solution_handover,
    solution_search,
    stale_drafts,
    filter_form,
    own_solutions,
    pending_consent,
    solution_audience,
    solution_opening,
    solution_drafts,
    solution_card,
    shown_solution,
    solution_text,
    solution_comments,
    solution_actions,
    solved_questions,
    adoption_followup,
    solution_verification,
    unasked_authors,
):
    router.include_router(part.router)
