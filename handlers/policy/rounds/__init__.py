"""Input rounds: the secretariat asks organisations for facts and cases, and totals that show nobody come of it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.rounds import (
    answering,
    cards,
    closing,
    declining,
    drafting,
    exporting,
    listing,
    publishing,
    reminding,
    showing,
    steering,
    tidying,
)

router = Router()
for _part in (
    answering,
    cards,
    closing,
    declining,
    drafting,
    exporting,
    listing,
    publishing,
    reminding,
    showing,
    steering,
    tidying,
):
    router.include(_part.router)
