"""Solutions: saved with the author's yes, found, used, doubted and verified."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.library.solutions import (
    changing,
    consent,
    curation,
    handing,
    library,
    lying,
    narrowing,
    reaching,
    saving,
    showing,
    solved,
    trying,
    verifying,
)

router = Router()
for part in (
    changing,
    consent,
    curation,
    handing,
    library,
    lying,
    narrowing,
    reaching,
    saving,
    showing,
    solved,
    trying,
    verifying,
):
    router.include(part.router)
