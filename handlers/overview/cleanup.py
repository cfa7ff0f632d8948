"""Delete technical rows that have passed their retention period."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Store

router = Router()
#: drafts of meetings that were never saved, or were saved long ago
DRAFTS = timedelta(days=60)
#: held messages that nobody decided on
HELD = timedelta(days=90)
#: search terms that were not searched for since
SEARCHES = timedelta(days=180)
#: old entries of the topic digest queue; expired codes for linking accounts
NEWS, LINKS = timedelta(days=60), timedelta(days=30)
#: links to the web and to yearly pages that ran out, and sessions there
SESSIONS = timedelta(days=1)
#: links to the form of a site, with what was written there and nobody took in
UNTAKEN = timedelta(days=60)
#: reminders of one's own: after they were done, and after their person left, which can be undone for a day
REMINDERS, UNLEFT = timedelta(days=60), timedelta(days=2)


@router.every("17 * * * *", "upkeep.forget")
async def delete_expired_rows(store: Store, arena: Arena) -> None:
    await store.inbox.delete_old_events()
    await store.early_changes.delete_old_early_changes()
    await store.meetings.delete_old_meeting_drafts(store.now - DRAFTS)
    await store.topic_digest_queue.delete_old_queued_questions(store.now - NEWS)
    await store.account_links.delete_expired_links(store.now - LINKS)
    await store.web_sessions.delete_expired_sessions(store.now - SESSIONS)
    await store.year_shares.delete_expired_links(store.now - SESSIONS)
    await store.site_links.delete_expired_links(store.now - UNTAKEN)
    await store.own_reminders.delete_old_reminders(store.now - REMINDERS, store.now - UNLEFT)
    await store.held_messages.delete_old_held_messages(store.now - HELD)
    await store.search_terms.delete_old_searches(arena.find_day(store.now - SEARCHES))
