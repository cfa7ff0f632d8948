"""Know how long Teams waits for an answer, and thus how long an activity may wait for its turn.

Teams waits for 15 seconds, and for a search for 5. Then it sends the activity again. An answer takes its
way there and back too, and other work may come between.
"""

from __future__ import annotations

from bot.platforms.teams.activities import Activity

#: Seconds until Teams is answered, whatever is done by then: a message, an invoke, a search.
ACCEPT, INVOKE, SEARCH = 10.0, 9.0, 4.0
#: Share of that time that may pass before an activity has its turn. How long it will wait is only estimated.
IN_LINE = 0.75


def get_answer_time(activity: Activity) -> float:
    """Return the seconds until Teams is answered."""
    if activity.type != "invoke":
        return ACCEPT
    return SEARCH if activity.name == "composeExtension/query" else INVOKE


def get_patience(activity: Activity) -> float:
    """Return the seconds that the activity may wait for its turn. One that would wait longer is refused at once."""
    return IN_LINE * get_answer_time(activity)
