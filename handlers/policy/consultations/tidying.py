"""Tidy: what nobody took up is thrown away some time after its deadline, or after a year where it had none."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Store

router = Router()
#: a source no longer tells of what is over for so long; what has no deadline may be told of for long
OVER, UNDATED = timedelta(days=90), timedelta(days=365)


@router.every("35 8 * * 1-5", "consultations.tidy")
async def throw_away(store: Store, _arena: Arena) -> None:
    await store.consultations.clear_found((store.now - OVER).date(), store.now - UNDATED)
