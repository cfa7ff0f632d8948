"""Delete drafts of issues that nobody came back to."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Store

router = Router()
#: drafts that lie longer are thrown away
DRAFTS = timedelta(days=90)


@router.every("25 8 * * 1-5", "issues.tidy")
async def clean_up_issue_drafts(store: Store, _arena: Arena) -> None:
    await store.issues.delete_old_issue_drafts(store.now - DRAFTS)
