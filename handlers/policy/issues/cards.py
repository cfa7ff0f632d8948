"""The card of an issue in the rooms of its topics, redrawn when anything changes."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import View
from handlers.directory.naming import shorten
from handlers.policy.issues import buttons, showing
from storage.policy.issues import OPEN, PUBLIC

router = Router()
#: characters of each of its texts
ROOM = 400


@router.card("issues.card")
async def draw(view: View) -> Card | None:
    """Once it is taken back its cards go; one that cannot be deleted says nothing of it any more."""
    issue, say = await view.store.issues.find(view["issue"]), view.say
    if issue is None or issue.state not in PUBLIC:
        return withheld(view)
    title = f"{issue.code} {issue.title}"
    parts: list[Part] = [*await showing.core(view, issue, ROOM), *await showing.standing(view, issue)]
    row = list(buttons.stances(say, issue)) if issue.state in OPEN else []
    row.append(Button(say("Show more"), "issues.open", str(issue.id)))
    if issue.state in OPEN:
        parts.append(Text(say("An organisation says it once, by its contact or deputy."), "subtle"))
    return Card(title, (*parts, Buttons(tuple(row))), summary=f"{title}: {shorten(issue.wanted, 200)}")
