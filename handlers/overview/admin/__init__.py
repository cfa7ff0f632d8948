"""Let the secretariat manage topics, rooms, organisations, people and failed deliveries."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.overview.admin import (
    admin_menu,
    failed_deliveries,
    inactive_organisations,
    organisation_admin,
    organisation_import,
    organisation_search,
    person_admin,
    room_admin,
    topic_admin,
)

router = Router()
for part in (
    admin_menu,
    topic_admin,
    room_admin,
    organisation_admin,
    organisation_import,
    organisation_search,
    inactive_organisations,
    person_admin,
    failed_deliveries,
):
    router.include_router(part.router)
