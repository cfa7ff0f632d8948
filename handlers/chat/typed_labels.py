"""Know the labels of the bot's own buttons: what stands on a button can be typed as well.

A typed label shows something or opens a form, and changes nothing. The label of a button that needs a record
leads to where such records are listed.
"""

from __future__ import annotations

import re
from functools import cache

from handlers.chat.say import LANGUAGES, load_catalogue

#: action -> labels of its buttons, as msgids. Where two actions share a label, the first that somebody may do counts.
#: Of a title with a code its words count.
LABELS: dict[str, tuple[str, ...]] = {
    "questions.write": ("Ask a question",),
    "solutions.search": ("Find help", "Search"),
    "solutions.write": ("Save a solution",),
    "meetings.page": ("Next meetings",),
    "meetings.write": ("New meeting", "Propose a meeting"),
    "minutes.list": ("Minutes of past meetings",),
    "actions.mine": ("Your actions",),
    "tasks.list": ("Joint tasks",),
    "tasks.write": ("Do something together",),
    "calendar.feeds": ("Calendar", "All addresses"),
    "calendar.subscribe": ("New address",),
    "issues.page": ("Open issues",),
    "issues.raise": ("Raise an issue",),
    "issues.archive": ("Archive",),
    "consultations.page": ("Open consultations",),
    "consultations.register": ("Register a consultation",),
    "rounds.page": ("Input rounds",),
    "rounds.write": ("Ask for input",),
    "rounds.adoption": ("Ask who has done it",),
    "schemes.list": ("Schemes",),
    "schemes.add": ("Add a scheme",),
    "topics.page": ("Topics",),
    "members.topics": ("Choose topics",),
    "members.me": ("My profile",),
    "members.hours": ("Reminders and hours",),
    "reminders.list": ("Your reminders",),
    "members.where": ("Add an organisation", "Choose your organisation"),
    "accounts.show": ("Linked accounts", "Link another account"),
    "web.open": ("Open on the web",),
    "web.sessions": ("Where I am signed in",),
    "departures.choose": ("Leave",),
    "privacy.data": ("My data",),
    "home.show": ("Home",),
    "help.show": ("What can I do here?",),
    "help.all": ("Everything you can write",),
    "admin.show": ("Administer",),
    "admin.rooms": ("Rooms",),
    "admin.organisations": ("Organisations",),
    "admin.people": ("People",),
    "admin.deliveries": ("Has it arrived?",),
    "admin.topic": ("Add topic",),
    "admin.organisation": ("Add organisation",),
    "admin.import": ("Import",),
    "admin.silent": ("Inactive organisations",),
    "searches.show": ("What was searched for",),
    "admin.trail": ("Who did what",),
    "moderation.trail": ("Hidden and restored",),
    "reports.list": ("Outcome reports", "Outcome report {code}"),
    "reports.make": ("Count a year",),
    "privacy.erase_other": ("Delete a person",),
    "privacy.house": ("An organisation leaves",),
    "workspaces.show": ("Workspaces",),
}
#: action -> labels of buttons on the cards of records that it lists
BESIDE_RECORDS: dict[str, tuple[str, ...]] = {
    "meetings.page": (
        "Coming in person", "Coming online", "Maybe", "Cannot attend", "Send a deputy", "Who comes",
    ),
    "issues.page": ("Support", "Support if …", "Neutral", "Oppose", "Add evidence"),
    "consultations.page": ("Read the draft", "Comment"),
    "solutions.search": ("Used by us", "We try this", "Save as solution", "Filter"),
    "home.show": (
        "Answer", "Follow", "Stop following", "This solved it", "Ask anyway", "Still open", "Other topic",
        "Show", "Show more",
    ),
}  # fmt: skip
_BLANKS, _CODE, _EDGES = re.compile(r"\s+"), " {code}", " .!?…"


def find_label_actions(text: str) -> tuple[str, ...]:
    """Return the actions of the buttons with this label, in any language and case; empty for any other text."""
    return _map_actions_by_label().get(_fold_label(text), ()) if len(text) <= _get_longest_label() else ()


@cache
def _map_actions_by_label() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        said = load_catalogue(language)
        for action, msgids in (*LABELS.items(), *BESIDE_RECORDS.items()):
            for label in {_fold_label(said.gettext(msgid).removesuffix(_CODE)) for msgid in msgids}:
                found[label] = tuple(dict.fromkeys((*found.get(label, ()), action)))
    return found


@cache
def _get_longest_label() -> int:
    """Return the most characters of a label, with room for what people put around one."""
    return max(map(len, _map_actions_by_label())) + 10


def _fold_label(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(_EDGES).casefold()
