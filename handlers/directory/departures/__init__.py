"""Hand over what was somebody's when they leave an organisation; it can be undone within a day."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.departures import (
    appointment_notice,
    departure_forms,
    erasure_handover,
    handover_notices,
    handover_undo,
    organisation_members,
)

router = Router()
for part in (
    appointment_notice,
    departure_forms,
    organisation_members,
    handover_notices,
    handover_undo,
    erasure_handover,
):
    router.include_router(part.router)
