"""List the bot's capabilities and the kinds of records that it keeps."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.chat.routing import Router

CAPABILITIES = (
    "chat.outgoing",
    "access.visibility",
    "moderation.review_queue",
    "moderation.routes",
    "questions.routes",
    "overview.bot_questions",
    "overview.bare_words",
    "overview.meeting_offers",
    "overview.listing_offers",
    "overview.flow_answers",
    "questions.answers",
    "questions.message_edits",
    "library.solutions",
    "library.pictures.routes",
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
    "policy.tasks",
    "policy.consultations",
    "policy.organisation_answers",
    "policy.record_retention",
    "exchange.sites",
    "exchange.listings",
    "exchange.matches",
    "exchange.asking.daily_questions",
    "exchange.asking.question_card",
    "exchange.asking.question_answers",
    "exchange.asking.proposed_answers",
    "exchange.refusals",
    "exchange.measures",
    "exchange.seats",
    "exchange.cases",
    "exchange.streams",
    "exchange.plots",
    "exchange.inquiries",
    "exchange.profiles",
    "exchange.mapping",
    "exchange.imports.import_progress",
    "exchange.imports.table_import",
    "exchange.imports.attached_tables",
    "exchange.exchange_command",
    "meetings.agenda",
    "meetings.minutes",
    "meetings.actions",
    "meetings.calendar",
    "meetings.reminders",
    "notifications.delivery_report",
    "overview.retried_commands",
    "overview.stale_cards",
    "overview.digest",
    "notifications.scheduled_notifications",
    "directory.members",
    "overview.me_command",
    "directory.contacts",
    "directory.accounts",
    "directory.departures",
    "overview.own_reminders",
    "overview.home",
    "overview.help",
    "overview.admin",
    "overview.audit",
    "overview.privacy",
    "overview.cleanup",
    "pages",
)

#: modules that declare record kinds, each in `KINDS`; the order is that of lists
RECORDS = (
    "library.solutions.record",
    "questions.record",
    "questions.answers.record",
    "meetings.record",
    "meetings.actions.record",
    "meetings.minutes.record",
    "meetings.agenda.record",
    "policy.issues.record",
    "policy.rounds.record",
    "policy.schemes.record",
    "policy.tasks.record",
    "policy.consultations.record",
    "exchange.sites.record",
    "exchange.listings.record",
    "exchange.matches.record",
    "exchange.cases.record",
    "exchange.streams.record",
    "exchange.plots.record",
    "directory.topics.record",
)


def build_capability_router() -> Router:
    """Include every capability's entries in one router. Two claims to one entry raise an error at the start."""
    # imported here, since what only reads texts loads this package as well
    from handlers.chat.routing import Router

    router = Router()
    for name in CAPABILITIES:
        router.include_router(import_module(f"handlers.{name}").router)
    return router
