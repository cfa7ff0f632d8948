"""Match offers with needs: ask both sides without names, show them after two yeses, and follow what comes of it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.matches import (
    combination_card,
    desk_actions,
    match_amounts,
    match_closing,
    match_desk,
    match_disclosure,
    match_end_form,
    match_endings,
    match_list,
    match_news,
    match_progress,
    match_questions,
    match_readiness,
    match_reasons,
    match_requests,
    match_votes,
    night_matching,
    park_stops,
    planned_stops,
    step_form,
    unmatched_listings,
)

router = Router()
for _part in (
    match_requests, match_votes, match_questions, match_disclosure, match_progress, step_form, match_amounts,
    match_readiness, planned_stops, park_stops, match_reasons, match_closing, match_list, match_desk, desk_actions,
    night_matching, unmatched_listings, combination_card, match_endings, match_end_form,
    match_news,
):  # fmt: skip
    router.include_router(_part.router)
