"""Ask the representatives of an organisation for its stance, on behalf of somebody without a mandate."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.policy.issues import issue_view
from handlers.policy.issues.lookup import load_open_issue
from handlers.policy.issues.stance_kind import STANCES
from handlers.policy.organisation_answers.answer_kind import AnswerCard
from handlers.policy.organisation_answers.mandates import ask_representatives

router = Router()


class StanceRequest(AnswerCard, frozen=True, kw_only=True):
    template = "issues.asked"

    record: int = msgspec.field(name="issue")


@router.on(Click, "issues.ask")
async def on_issue_ask(event: Click, turn: Turn) -> Reply:
    issue = await load_open_issue(turn, event.value, lock=False)
    return await ask_representatives(STANCES, StanceRequest, event, turn, issue)


@router.card(StanceRequest)
async def draw_support_request_card(view: View[StanceRequest]) -> Card | None:
    """Draw the request for a representative, within their hours. Once the organisation has a stance, draw that."""
    store, say, asked = view.store, view.say, view.args
    issue, organisation = await store.issues.find(asked.record), await store.organisations.find(asked.organisation)
    if issue is None or organisation is None or view.person is None:
        return None
    if not await store.organisations.is_representative(view.person.id, organisation.id):
        return draw_withheld(view)
    wait_for_reader_hours(view)
    by = await format_signature(store, asked.by, None, say)
    title = say("Does {organisation} support {code}?", organisation=organisation.name, code=issue.code)
    parts = [
        Text(say("{name} is asking.", name=by), "subtle"),
        Text(issue.title, "strong"),
        *await issue_view.draw_issue_core(view, issue),
    ]
    return Card(title, (*parts, *await issue_view.draw_organisation_stance(view, issue, organisation)))
