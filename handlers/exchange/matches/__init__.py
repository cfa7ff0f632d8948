"""Match offers with needs: ask both sides without names, show them after two yeses, and follow what comes of it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.matches import (
    match_closing,
    match_disclosure,
    match_list,
    match_proposals,
    match_requests,
    match_votes,
)

router = Router()
for _part in (match_requests, match_votes, match_disclosure, match_closing, match_list, match_proposals):
    router.include_router(_part.router)
