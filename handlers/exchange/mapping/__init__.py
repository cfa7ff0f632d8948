"""Map what parks have to spare and need, and how many of their organisations have answered."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.mapping import flow_map, stream_coverage, stream_reminder, topic_map

router = Router()
for _part in (flow_map, stream_coverage, stream_reminder, topic_map):
    router.include_router(_part.router)
