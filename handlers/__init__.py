"""What the bot can do: the list of capabilities, one line each."""

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


def capabilities() -> Router:
    """Every capability's entries in one router; two claims to one entry stop the bot here."""
    router = Router()
    for name in CAPABILITIES:
        router.include(import_module(f"handlers.{name}").router)
    return router
