"""Draw the card of an issue in the rooms of its topics. The card is redrawn at every change."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.label_ends import join_label
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import View
from handlers.policy.issues import issue_view, stance_buttons
from handlers.policy.issues.issue_publication import IssueCard
from storage.policy.issues import OPEN, PUBLIC

router = Router()
#: maximum number of characters of each text
ROOM = 160


@router.card(IssueCard)
async def draw_issue_room_card(view: View[IssueCard]) -> Card | None:
    """Draw the room card.

    Once the issue is withdrawn its cards are deleted; a card that cannot be deleted says nothing about it.
    """
    issue, say = await view.store.issues.find(view.args.issue), view.say
    if issue is None or issue.state not in PUBLIC:
        return draw_withheld(view)
    title = f"{issue.code} {issue.title}"
    parts: list[Part] = [
        *await issue_view.draw_issue_core(view, issue, ROOM),
        *await issue_view.draw_issue_standing(view, issue),
    ]
    row = list(stance_buttons.draw_stance_buttons(say, issue)) if issue.state in OPEN else []
    row.append(Button(say("Show more"), "issues.open", str(issue.id)))
    if issue.state in OPEN:
        parts.append(Text(say("Each organisation answers once, through its contact or deputy."), "subtle"))
    return Card(title, (*parts, Buttons(tuple(row))), summary=join_label(title, shorten_text(issue.wanted, 200)))
