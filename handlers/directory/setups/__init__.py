"""Setting up a house: whose it is and who acts for it, which topics live where, and whether messages arrive."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.setups import claiming, listing, proving, seeing

router = Router()
for part in (listing, claiming, proving, seeing):
    router.include(part.router)
