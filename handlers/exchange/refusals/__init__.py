"""Learn from matches that came to nothing: what stood in the way, how often, and what the network could raise."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.refusals import limit_notice, limit_page, refusal_page, rules_proposal

router = Router()
for _part in (refusal_page, rules_proposal, limit_page, limit_notice):
    router.include_router(_part.router)

__all__ = ("router",)
