"""Delete consultations that nobody took up, some time after the deadline, or after a year without one."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Store

router = Router()
#: a source no longer tells of what is over for so long; what has no deadline may be told of for long
OVER, UNDATED = timedelta(days=90), timedelta(days=365)


@router.every("35 8 * * 1-5", "consultations.tidy")
async def clean_up_consultations(store: Store, _arena: Arena) -> None:
    await store.consultations.delete_stale_proposals((store.now - OVER).date(), store.now - UNDATED)
