"""Follow an issue: hear what comes of it, without speaking of it for an organisation."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text, note
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.issues.lookup import load_open_issue, load_visible_issue
from handlers.policy.issues.publishing import redraw

router = Router()


@router.on(Click, "issues.follow")
async def follow(event: Click, turn: Turn) -> Reply:
    issue, say = await load_open_issue(turn, event.value, lock=False), turn.say
    await turn.store.interests.follow(issue.id, turn.person.id)
    await redraw(turn.store, issue.id)
    text = say("You follow {code}, and hear of what comes of it.", code=issue.code)
    stop = Button(say("Stop following"), "issues.unfollow", str(issue.id))
    return Reply(Card("", (Text(text), Buttons((stop,)))), brief=True)


@router.on(Click, "issues.unfollow")
async def unfollow(event: Click, turn: Turn) -> Reply:
    """Also of one that is closed."""
    issue = await load_visible_issue(turn, event.value)
    await turn.store.interests.unfollow(issue.id, turn.person.id)
    await redraw(turn.store, issue.id)
    return note(turn.say("You no longer follow {code}.", code=issue.code), replace=event.direct)
