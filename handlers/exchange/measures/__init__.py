"""Measure a quarter of the exchange for the secretariat. Each number leads to the records that it counts."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.measures import measure_cards, measure_notice

router = Router()
for _part in (measure_cards, measure_notice):
    router.include_router(_part.router)

__all__ = ("router",)
