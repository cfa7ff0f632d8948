"""Read the label of one of the bot's own buttons: what stands on a button can be typed."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.turn import Turn
from handlers.chat.typed_labels import find_label_actions
from handlers.overview.bare_words.readings import COMMAND, PAGE, Reading, answer_with_button

#: action of a button -> the page that it shows
PAGES = {
    "minutes.list": "minutes",
    "actions.mine": "actions",
    "admin.rooms": "rooms",
    "members.hours": "hours",
    "reminders.list": "reminders",
    "calendar.feeds": "calendar",
    "home.show": "home",
    "help.show": "help",
    "help.all": "help",
}
#: action of a button -> the verb that does the same
VERBS = {
    "questions.write": "ask",
    "solutions.search": "find",
    "solutions.write": "solution.new",
    "meetings.page": "meeting",
    "meetings.write": "meeting.new",
    "issues.page": "issue",
    "issues.raise": "issue.new",
    "consultations.page": "consultation",
    "consultations.register": "consultation.new",
    "rounds.page": "input",
    "rounds.write": "input.new",
    "topics.page": "topics",
    "members.me": "me",
    "web.open": "web",
    "privacy.data": "my data",
    "admin.show": "admin",
}


async def read_button_label(turn: Turn, text: str) -> Reading | None:
    """Read a label. Of several buttons with one label the first that this person may press counts."""
    actions = find_label_actions(text)
    action = next((one for one in actions if rights.is_action_allowed(turn.person, one)), None)
    if action is None:
        return None
    kind, target = (PAGE, PAGES[action]) if action in PAGES else (COMMAND, VERBS.get(action, action))
    return Reading(kind, target, answer_with_button(action))
