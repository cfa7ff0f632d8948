"""Consultations: registered or read from a source, answered together step by step, signed, sent and settled."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.consultations import (
    acting,
    cards,
    changing,
    commenting,
    drafting,
    due,
    elsewhere,
    figures,
    histories,
    listing,
    news,
    planning,
    registering,
    settling,
    showing,
    signing,
    sources,
    tidying,
)

router = Router()
for _part in (
    acting,
    cards,
    changing,
    commenting,
    drafting,
    due,
    elsewhere,
    figures,
    histories,
    listing,
    news,
    planning,
    registering,
    settling,
    showing,
    signing,
    sources,
    tidying,
):
    router.include(_part.router)
