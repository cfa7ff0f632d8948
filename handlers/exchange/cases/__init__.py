"""Keep documented exchanges elsewhere, and choose those that are like something that nobody here offers or needs."""

from __future__ import annotations

from handlers.exchange.cases.case_card import router

__all__ = ("router",)
