"""Draw what an organisation says of an issue for whoever said it, in a message that follows it."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Redrawn, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import RenderContext, View
from handlers.moderation.competition import draw_competition_hint
from handlers.policy.issues import issue_texts
from handlers.policy.issues.issue_publication import build_stance_subject
from handlers.policy.issues.lookup import may_see_issue
from handlers.policy.issues.stance_buttons import build_stance_value
from handlers.policy.issues.stance_kind import describe_withdrawn_stance
from handlers.policy.organisation_answers.answer_recording import draw_answer_told_anew
from storage.directory.organisations import Organisation
from storage.policy.issue_stances import IssueStance
from storage.policy.issues import OPEN, Issue

router = Router()
#: maximum number of characters of the reason
LONGEST_REASON = 300


class StanceReceipt(CardArguments, frozen=True):
    template = "issues.receipt"

    issue: int
    organisation: int


def build_stance_receipt(issue: Issue, organisation: Organisation) -> Redrawn:
    return Redrawn(StanceReceipt(issue.id, organisation.id), build_stance_subject(issue.id))


@router.card(StanceReceipt)
async def draw_stance_receipt_card(view: View[StanceReceipt]) -> Card | None:
    """Draw what the organisation says by now, as long as the reader speaks for it."""
    store, told, person = view.store, view.args, view.person
    issue, organisation = await store.issues.find(told.issue), await store.organisations.find(told.organisation)
    if issue is None or organisation is None or person is None:
        return None
    speaks = not person.guest and await store.organisations.is_representative(person.id, organisation.id)
    if not speaks or not await may_see_issue(store, person, issue):
        return draw_withheld(view)
    if await store.posted_copies.is_told_anew(build_stance_subject(issue.id), view.delivery):
        return draw_answer_told_anew(view.say, f"{issue.code} {issue.title}", organisation)
    stance = await store.issue_stances.find_stance(issue.id, organisation.id)
    if stance is None:
        return _draw_receipt(view, issue, describe_withdrawn_stance(view.say, issue, organisation), ())
    typed = stance.reason if stance.person_id == person.id else ""
    return draw_recorded_stance(view, issue, organisation, describe_stance(view, organisation, stance), typed)


def describe_stance(at: RenderContext, organisation: Organisation, stance: IssueStance) -> str:
    text = f"{organisation.name}: {issue_texts.list_stance_labels(at.say)[stance.stance]}"
    return f"{text} – {shorten_text(stance.reason, LONGEST_REASON)}" if stance.reason else text


def draw_recorded_stance(
    at: RenderContext, issue: Issue, organisation: Organisation, text: str, typed: str = ""
) -> Card:
    """Draw what was recorded, and what can be done with it while the issue is open. `typed`: own words."""
    say, value = at.say, build_stance_value(issue, organisation.id).encode_value()
    if issue.state not in OPEN:
        closed = Text(say("{code} is closed. What was said about it is kept.", code=issue.code), "subtle")
        return _draw_receipt(at, issue, text, (closed,))
    until = Text(say("You can change it until {code} is closed.", code=issue.code), "subtle")
    change = Button(say("Change the reason"), "issues.reason", value)
    take_back = Button(say("Withdraw it"), "issues.unsupport", value)
    return _draw_receipt(at, issue, text, (until, *draw_competition_hint(say, typed)), change, take_back)


def _draw_receipt(at: RenderContext, issue: Issue, text: str, more: tuple[Part, ...], *row: Button) -> Card:
    show = Button(at.say("Show"), "issues.open", str(issue.id))
    title = Text(f"{issue.code} {issue.title}", "strong")
    return Card("", (title, Text(text), *more, Buttons((*row, show))))
