"""Export what the bot knows of a person, and erase it on request or after its retention period."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.overview.privacy import (
    audit_trail,
    data_retention,
    erasure_requests,
    message_retention,
    organisation_withdrawal,
    personal_data_export,
)

router = Router()
for part in (
    erasure_requests,
    organisation_withdrawal,
    personal_data_export,
    data_retention,
    message_retention,
    audit_trail,
):
    router.include_router(part.router)
