"""How long the code keeps what the privacy page tells of: the blanks of the groups of data."""

from __future__ import annotations

from datetime import timedelta

from handlers.library.solutions import stale_drafts as solutions
from handlers.overview import cleanup
from handlers.overview.privacy import data_retention, message_retention, personal_data_export
from handlers.policy import record_retention
from handlers.questions.live.page_links import DAYS
from storage.directory import installation_stores
from storage.kit import heartbeats
from storage.queue import early_changes, inbox
from storage.queue.delivery_retention import MESSAGES

#: what is forgotten by itself, as the code has it
PERIODS: dict[str, timedelta] = {
    "answers": record_retention.ANSWERS,
    "arguments": message_retention.WORDS,
    "attendance": data_retention.ATTENDANCE,
    "begun": timedelta(seconds=installation_stores.BEGUN),
    "changes": MESSAGES,
    "early": early_changes.KEEP,
    "held": cleanup.HELD,
    "heartbeats": heartbeats.FORGOTTEN,
    "inbox": inbox.KEEP,
    "issue_drafts": record_retention.DRAFTS,
    "links": cleanup.LINKS,
    "live": DAYS,
    "meeting_drafts": cleanup.DRAFTS,
    "messages": MESSAGES,
    "my_data": personal_data_export.LINK_VALIDITY,
    "news": cleanup.NEWS,
    "over": record_retention.OVER,
    "questions": data_retention.QUESTIONS,
    "reminders": cleanup.REMINDERS,
    "replies": message_retention.WORDS,
    "round_drafts": record_retention.DRAFTS,
    "searches": cleanup.SEARCHES,
    "sessions": cleanup.SESSIONS,
    "solution_drafts": solutions.DRAFTS,
    "trail": data_retention.TRAIL,
    "undated": record_retention.UNDATED,
    "unleft": cleanup.UNLEFT,
}
