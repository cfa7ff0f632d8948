"""Ask: somebody without a mandate asks those who act for their organisation with one tap."""

from __future__ import annotations

from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import Turn, View
from handlers.directory.naming import signature
from handlers.directory.topics.telling import wait_until_awake
from handlers.policy.issues import showing
from handlers.policy.issues.lookup import load_open_issue
from handlers.policy.issues.stance_kind import STANCES
from handlers.policy.organisation_answers.mandates import ask_representatives

router = Router()


@router.on(Click, "issues.ask")
async def ask(event: Click, turn: Turn) -> Reply:
    issue = await load_open_issue(turn, event.value, lock=False)
    return await ask_representatives(STANCES, event, turn, issue)


@router.card("issues.asked")
async def draw(view: View) -> Card | None:
    """To who acts for the organisation, in their hours; once it has said something, what that is."""
    store, say = view.store, view.say
    issue, house = await store.issues.find(view["issue"]), await store.organisations.find(view["organisation"])
    if issue is None or house is None or view.person is None:
        return None
    if not await store.organisations.represents(view.person.id, house.id):
        return withheld(view)
    wait_until_awake(view)
    by = await signature(store, view["by"], None, say)
    title = say("Does {organisation} support {code}?", organisation=house.name, code=issue.code)
    parts = [
        Text(say("{name} asks.", name=by), "subtle"),
        Text(issue.title, "strong"),
        *await showing.core(view, issue),
    ]
    return Card(title, (*parts, *await showing.word_of(view, issue, house)))
