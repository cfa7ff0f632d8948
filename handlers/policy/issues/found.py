"""Issues among the hits of a search: what is wanted, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.language.matches import Match, worded
from handlers.library.solutions.matches import told
from handlers.policy.issues import showing
from handlers.policy.issues.lookup import may_see_issue
from handlers.policy.issues.publishing import document
from storage.policy.issues import PUBLIC


async def item(turn: Turn, id: int, why: Sequence[Match]) -> Item | None:
    """One hit; None for one that is no longer there for this person."""
    issue, say = await turn.store.issues.find(id), turn.say
    if issue is None or issue.state not in PUBLIC or not await may_see_issue(turn.store, turn.person, issue):
        return None
    about = await turn.store.issues.topics(issue.id)
    matches = told(say, worded(why, document(issue, about).text))
    notes = " · ".join(filter(None, (say("Issue"), await showing.state_line(turn, issue), matches)))
    return Item(
        f"{issue.code} {issue.title}", shorten(issue.wanted, 200), notes, (Button(say("Show"), "issues.open", str(id)),)
    )
