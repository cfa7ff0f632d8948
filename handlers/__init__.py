"""What the bot can do, and what it keeps: the lists of capabilities and of kinds of records."""

from __future__ import annotations

from importlib import import_module

from handlers.chat.routing import Router

CAPABILITIES = (
    "chat.outgoing",
    "reaches",
    "holding",
    "moderation",
    "questions",
    "asked",
    "answers",
    "originals",
    "solutions",
    "searches",
    "topics",
    "rooms",
    "workspaces",
    "setups",
    "meetings",
    "rsvps",
    "issues",
    "rounds",
    "schemes",
    "consultations",
    "organisation_answers",
    "agenda",
    "minutes",
    "actions",
    "calendar",
    "reminders",
    "deliveries",
    "digest",
    "pushes",
    "members",
    "oneself",
    "contacts",
    "accounts",
    "departures",
    "home",
    "help",
    "admin",
    "audit",
    "privacy",
    "upkeep",
)

#: the contexts that declare kinds of records, each in its `record.py`
RECORDS = (
    "solutions",
    "questions",
    "answers",
    "meetings",
    "actions",
    "minutes",
    "agenda",
    "issues",
    "rounds",
    "schemes",
    "consultations",
    "topics",
)


def capabilities() -> Router:
    """Every capability's entries in one router; two claims to one entry stop the bot here."""
    router = Router()
    for name in CAPABILITIES:
        router.include(import_module(f"handlers.{name}").router)
    return router
