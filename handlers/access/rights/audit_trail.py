"""Record in the audit trail every action that changed something: its record's number, and no text."""

from __future__ import annotations

import re

from handlers.chat.cards import Reply
from handlers.chat.events import Click, Event, Installed, Invited, RoomChanged, Submission, Uninstalled
from handlers.chat.record_kinds import list_opening_actions
from handlers.chat.turn import Turn

#: Actions that only show something or lead on, beside those that record kinds declare. All others count as changes:
#: menus that also change something, and new ones.
SHOWING = frozenset({
    "help.show", "help.all", "home.show", "home.rest", "home.page",
    "issues.page", "issues.archive", "issues.history", "issues.text", "issues.file",
    "issues.manage", "consultations.manage", "solutions.manage",
    "consultations.page", "consultations.archive", "consultations.history", "consultations.draft",
    "consultations.sign", "consultations.sources",
    "sites.page", "sites.open", "streams.page", "streams.open", "streams.map", "streams.coverage", "exchange.import",
    "parks.topics", "parks.topic", "parks.records",
    "exchange.stops", "exchange.park_stops", "plots.page", "plots.find", "plots.open", "plots.parts", "plots.history",
    "plots.pictures",
    "inquiries.draft", "inquiries.sheets", "inquiries.file",
    "profiles.list", "profiles.open", "profiles.file",
    "exchange.list", "exchange.own", "exchange.sought", "exchange.asked", "exchange.matches", "matches.page",
    "matches.desk", "exchange.why", "tasks.list", "rounds.page", "rounds.answers", "rounds.export", "rounds.publish",
    "schemes.list", "schemes.open", "schemes.reports", "schemes.publish", "contacts.missing", "organisations.page",
    "members.me", "reminders.list", "accounts.show", "contacts.organisation", "contacts.person", "contacts.topic",
    "departures.choose", "departures.people", "privacy.data", "questions.ask_this", "find.more",
    "find.narrow", "solutions.search", "solutions.mine", "solutions.text", "solutions.versions", "pictures.show",
    "searches.show", "topics.page",
    "workspaces.show", "meetings.page", "meetings.order", "meetings.show", "meetings.proposal", "meetings.draft",
    "meetings.more", "meetings.write", "meetings.details", "meetings.offsets", "meetings.audience", "rsvps.list",
    "agenda.show", "agenda.background", "agenda.arrange",
    "minutes.list", "minutes.show", "minutes.export", "actions.mine", "actions.of",
    "calendar.feeds", "admin.show", "admin.topics", "admin.rooms", "admin.organisations", "admin.silent",
    "admin.find_organisation",
    "admin.people", "admin.deliveries", "admin.troubles", "admin.trail", "moderation.trail", "privacy.house",
    "deliveries.show", "deliveries.letter", "setups.show", "web.open", "web.tab", "web.sessions",
    "year.show", "year.file", "year.shares", "reports.list", "reports.open", "reports.file",
})  # fmt: skip
#: beginning of the names of acts that nobody else may know of
PRIVATE = "reminders."
#: events of the chat that change something for everybody
HAPPENINGS = (Installed, Uninstalled, Invited, RoomChanged)
#: number of a record in button values: "12", "12:3", "12:o5" (with an organisation), "m12:3", "solution:12"
_NUMBER = re.compile(r"(?:[a-z]+:|[a-z])?\d{1,16}(?::o?\d{1,16})?")


async def record_action(turn: Turn, event: Event, reply: Reply | None) -> None:
    """Record the action after its handler.

    A button that opened a form, and a form that came back, have done nothing.
    """
    if isinstance(event, Click | Submission):
        if event.name in SHOWING | list_opening_actions() or (
            reply is not None and (reply.form is not None or reply.errors)
        ):
            return
        if event.name.startswith(PRIVATE):
            turn.store.audit_trail.count_private_act()
            return
        number = _NUMBER.match(event.value)
        await turn.store.audit_trail.record_act(turn.person.id, event.name, number[0] if number else "")
    elif isinstance(event, HAPPENINGS):
        await turn.store.audit_trail.record_act(turn.person.id, type(event).__name__, "")


async def record_typed_action(turn: Turn, action: str, number: object = "") -> None:
    """Record a line to the bot like the button or form of that name, without the words of the line."""
    await turn.store.audit_trail.record_act(turn.person.id, action, str(number))


async def record_thread_answer(turn: Turn, question_id: int) -> None:
    """Record an answer written in a thread like one in the form.

    What is said there and goes nowhere is not recorded.
    """
    await record_typed_action(turn, "answers.write", question_id)
