"""What the bot can do, and what it keeps: the lists of capabilities and of kinds of records."""

from __future__ import annotations

from importlib import import_module

from handlers.chat.routing import Router

CAPABILITIES = (
    "chat.outgoing",
    "access.reaches",
    "moderation.holding",
    "moderation.routes",
    "questions.routes",
    "overview.asked",
    "questions.answers",
    "questions.originals",
    "library.solutions",
    "library.searches",
    "directory.topics",
    "directory.rooms",
    "directory.workspaces",
    "directory.setups",
    "meetings.routes",
    "meetings.rsvps",
    "policy.issues",
    "policy.rounds",
    "policy.schemes",
    "policy.consultations",
    "policy.organisation_answers",
    "meetings.agenda",
    "meetings.minutes",
    "meetings.actions",
    "meetings.calendar",
    "meetings.reminders",
    "notifications.deliveries",
    "overview.stale_cards",
    "overview.digest",
    "notifications.pushes",
    "directory.members",
    "overview.oneself",
    "directory.contacts",
    "directory.accounts",
    "directory.departures",
    "overview.home",
    "overview.help",
    "overview.admin",
    "overview.audit",
    "overview.privacy",
    "overview.upkeep",
)

#: the contexts that declare kinds of records, each in its `record.py`
RECORDS = (
    "library.solutions",
    "questions",
    "questions.answers",
    "meetings",
    "meetings.actions",
    "meetings.minutes",
    "meetings.agenda",
    "policy.issues",
    "policy.rounds",
    "policy.schemes",
    "policy.consultations",
    "directory.topics",
)


def capabilities() -> Router:
    """Every capability's entries in one router; two claims to one entry stop the bot here."""
    router = Router()
    for name in CAPABILITIES:
        router.include(import_module(f"handlers.{name}").router)
    return router
