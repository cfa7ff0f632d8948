"""Show topic leads the searches that found nothing or needed other words, and turn them into keywords."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.library.searches import record_keywords, search_list, solution_choice, topic_keywords

router = Router()
for part in (search_list, record_keywords, solution_choice, topic_keywords):
    router.include_router(part.router)
