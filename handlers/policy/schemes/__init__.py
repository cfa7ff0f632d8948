"""Schemes: whether what the state supports industry with hits what it needs, told by many and naming nobody."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.schemes import listing, publishing, reporting

router = Router()
for _part in (listing, publishing, reporting):
    router.include(_part.router)
