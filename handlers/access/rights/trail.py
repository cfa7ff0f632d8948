"""What goes into the trail: every action that changed something, with the number of its record and no word of it."""

from __future__ import annotations

import re

from handlers.chat.cards import Reply
from handlers.chat.events import Click, Event, Installed, Invited, RoomChanged, Submission, Uninstalled
from handlers.chat.turn import Turn

#: what only shows something or leads on; all others are taken to change something: menus that do it too, and new ones
SHOWING = frozenset({
    "help.show", "home.show", "home.rest", "home.page",
    "issues.page", "issues.archive", "issues.open", "issues.history", "issues.text", "issues.file",
    "consultations.page", "consultations.archive", "consultations.open", "consultations.history", "consultations.draft",
    "consultations.sign", "consultations.sources",
    "rounds.page", "rounds.open", "rounds.answers", "rounds.export", "rounds.publish",
    "schemes.list", "schemes.open", "schemes.reports", "schemes.publish", "contacts.missing", "organisations.page",
    "members.me", "accounts.show", "contacts.organisation", "contacts.person", "contacts.topic",
    "departures.choose", "departures.people", "privacy.data", "questions.show", "questions.ask_this", "find.more",
    "find.narrow", "solutions.search", "solutions.open", "solutions.versions", "searches.show", "topics.page",
    "workspaces.show", "meetings.page", "meetings.show", "meetings.proposal", "meetings.draft", "meetings.more",
    "meetings.write", "meetings.details", "meetings.offsets", "meetings.audience", "rsvps.list", "agenda.show",
    "agenda.arrange", "minutes.list", "minutes.show", "minutes.export", "actions.mine", "actions.of",
    "calendar.feeds", "admin.show", "admin.topics", "admin.rooms", "admin.organisations", "admin.silent",
    "admin.people", "admin.deliveries", "admin.troubles", "admin.trail", "moderation.trail", "privacy.house",
    "deliveries.show", "deliveries.letter", "setups.show",
})  # fmt: skip
#: what happens in the chat and changes something for everybody
HAPPENINGS = (Installed, Uninstalled, Invited, RoomChanged)
#: the number of a record as buttons carry it: "12", "12:3", "12:o5" of an organisation, "m12:3", "solution:12"
_NUMBER = re.compile(r"(?:[a-z]+:|[a-z])?\d{1,16}(?::o?\d{1,16})?")


async def note(turn: Turn, event: Event, reply: Reply | None) -> None:
    """After the handler: nothing was done by a button that opened a form, nor by a form that came back."""
    if isinstance(event, Click | Submission):
        if event.name in SHOWING or (reply is not None and (reply.form is not None or reply.errors)):
            return
        number = _NUMBER.match(event.value)
        await turn.store.trail.note(turn.person.id, event.name, number[0] if number else "")
    elif isinstance(event, HAPPENINGS):
        await turn.store.trail.note(turn.person.id, type(event).__name__, "")


async def note_typed(turn: Turn, action: str, number: object = "") -> None:
    """Done by a line to the bot: the same deed as by the button or the form of that name, and no word of the line."""
    await turn.store.trail.note(turn.person.id, action, str(number))


async def note_answer(turn: Turn, question_id: int) -> None:
    """Written in a thread: the same deed as in the form; what is said there and goes nowhere is none."""
    await note_typed(turn, "answers.write", question_id)
