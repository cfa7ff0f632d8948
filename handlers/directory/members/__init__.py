"""Receive people, record where they belong, confirm them, and show what the bot knows of them."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.members import (
    guest_requests,
    member_welcome,
    membership_claims,
    membership_confirmation,
    notification_hours,
    organisation_switch,
    profile,
    topic_onboarding,
)
from handlers.directory.members.secretariat_admission import derive_secretariat_code

__all__ = ["derive_secretariat_code", "router"]

router = Router()
for part in (
    guest_requests,
    member_welcome,
    membership_claims,
    membership_confirmation,
    notification_hours,
    profile,
    organisation_switch,
    topic_onboarding,
):
    router.include_router(part.router)
