"""Show topics to members: who leads each, in which rooms it lives, and who follows it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.topics import (
    lead_notice,
    topic_helpers,
    topic_list,
    topic_notifications,
    topic_pace,
    topic_subscriptions,
)

router = Router()
for part in (topic_list, topic_subscriptions, topic_helpers, topic_pace, topic_notifications, lead_notice):
    router.include_router(part.router)
