"""Follow an issue: get its news without taking a stance for an organisation."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.issues.issue_publication import redraw_issue
from handlers.policy.issues.lookup import load_open_issue, load_visible_issue

router = Router()


@router.on(Click, "issues.follow")
async def on_issue_follow(event: Click, turn: Turn) -> Reply:
    issue, say = await load_open_issue(turn, event.value, lock=False), turn.say
    await turn.store.issue_followers.follow_issue(issue.id, turn.person.id)
    await redraw_issue(turn.store, issue.id)
    text = say("You follow {code}, and hear of what comes of it.", code=issue.code)
    stop = Button(say("Stop following"), "issues.unfollow", str(issue.id))
    return Reply(Card("", (Text(text), Buttons((stop,)))), brief=True)


@router.on(Click, "issues.unfollow")
async def on_issue_unfollow(event: Click, turn: Turn) -> Reply:
    """Stop following the issue, also a closed one."""
    issue = await load_visible_issue(turn, event.value)
    await turn.store.issue_followers.unfollow_issue(issue.id, turn.person.id)
    await redraw_issue(turn.store, issue.id)
    return build_text_reply(turn.say("You no longer follow {code}.", code=issue.code), replace=event.direct)
