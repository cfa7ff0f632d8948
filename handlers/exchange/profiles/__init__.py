"""Publish what everybody may read of a park, as a sheet for investors: drafted, checked by the park, and frozen."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.profiles import sheet_desk, sheet_file

router = Router()
for _part in (sheet_desk, sheet_file):
    router.include_router(_part.router)
