"""Upkeep: what has served its time is forgotten."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Store

router = Router()
#: the text of a private reply, after it was sent; the change rows of a card, for the audit
REPLY_TEXT, CHANGES = timedelta(hours=24), timedelta(days=90)
#: what was typed of a meeting and never saved, or long ago
DRAFTS = timedelta(days=60)
#: what was held back and nobody decided on
HELD = timedelta(days=90)
#: words that nobody has searched for since
SEARCHES = timedelta(days=180)
#: news that was told long ago, and codes for linking accounts that nobody can use any more
NEWS, LINKS = timedelta(days=60), timedelta(days=30)


@router.every("17 * * * *", "upkeep.forget")
async def forget(store: Store, arena: Arena) -> None:
    await store.inbox.forget_old()
    await store.early_changes.forget_old()
    await store.deliveries.clean(REPLY_TEXT, CHANGES)
    await store.meetings.forget_drafts(store.now - DRAFTS)
    await store.news.forget_old(store.now - NEWS)
    await store.links.forget_old(store.now - LINKS)
    await store.held_posts.clear(store.now - HELD)
    await store.searches.forget_old((store.now - SEARCHES).astimezone(arena.zone).date())
