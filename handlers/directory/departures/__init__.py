"""Departures: somebody leaves an organisation; what was theirs is handed over, and within a day it can be undone."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.departures import appointing, leaving, listing, telling, undoing

router = Router()
for part in (appointing, leaving, listing, telling, undoing):
    router.include(part.router)
