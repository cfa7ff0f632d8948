"""Draw issues among search hits: what is wanted, and how far the issue has come."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.language.matches import Match, add_matched_words
from handlers.library.solutions.match_explanations import describe_matches
from handlers.policy.issues import issue_view
from handlers.policy.issues.issue_publication import build_issue_search_document
from handlers.policy.issues.lookup import may_see_issue
from storage.policy.issues import PUBLIC


async def draw_issue_hit(turn: Turn, id: int, why: Sequence[Match]) -> Item | None:
    """Draw one hit. Return None if the reader may no longer see the issue."""
    issue, say = await turn.store.issues.find(id), turn.say
    if issue is None or issue.state not in PUBLIC or not await may_see_issue(turn.store, turn.person, issue):
        return None
    about = await turn.store.issues.list_issue_topic_ids(issue.id)
    matches = describe_matches(say, add_matched_words(why, build_issue_search_document(issue, about).text))
    notes = " · ".join(filter(None, (say("Issue"), await issue_view.describe_issue_state(turn, issue), matches)))
    return Item(
        f"{issue.code} {issue.title}",
        shorten_text(issue.wanted, 200),
        notes,
        (Button(say("Show"), "issues.open", str(id)),),
        code=issue.code,
    )
