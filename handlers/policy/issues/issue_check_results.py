"""Tell the raiser of an issue what the secretariat's check came to."""

from __future__ import annotations

import msgspec

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.policy.issues import issue_view
from handlers.policy.issues.evidence import EvidenceValue
from handlers.policy.issues.issue_publication import build_issue_notice_subject
from storage.policy.issues import DRAFT, PUBLIC, Issue

router = Router()


class CheckResultNotice(CardArguments, frozen=True):
    template = "issues.looked_at"

    issue: int
    #: result of the check: "published", "returned" or "merger"
    result: str = msgspec.field(name="what")


async def notify_issue_raiser(turn: Turn, issue: Issue, result: str) -> None:
    raiser = await turn.store.people.find(issue.raised_by_id)
    if raiser is not None and raiser.id != turn.person.id:
        card, key = CheckResultNotice(issue.id, result), f"issue:{issue.id}:{result}:{turn.now.isoformat()}"
        await outgoing.post_to_person(turn.store, raiser, card, key=key, subject=build_issue_notice_subject(issue.id))


@router.card(CheckResultNotice)
async def draw_check_result_card(view: View[CheckResultNotice]) -> Card | None:
    """Draw the result for the raiser, as long as it still stands."""
    issue, say = await view.store.issues.find(view.args.issue), view.say
    if issue is None or view.person is None or view.person.id != issue.raised_by_id:
        return None
    wait_for_reader_hours(view)
    title = Text(f"{issue.code} {issue.title}", "strong")
    if view.args.result == "published" and issue.state in PUBLIC:
        show = Button(say("Show"), "issues.open", str(issue.id))
        return Card(
            say("Your issue is published"),
            (title, Text(await issue_view.describe_issue_state(view, issue), "subtle"), Buttons((show,))),
        )
    if issue.state != DRAFT:
        return (
            Card("", (title, Text(await issue_view.describe_issue_state(view, issue), "subtle")))
            if view.delivery.was_told
            else None
        )
    return await _draw_returned_issue(view, issue, title)


async def _draw_returned_issue(view: View, issue: Issue, title: Text) -> Card:
    """Draw what the raiser can do with the draft, and with the proposal to join another issue."""
    say, id = view.say, str(issue.id)
    other = await view.store.issues.find(issue.other_id)
    why: list[Part] = [Text(say("Reason: {why}", why=spell_out_links(issue.why)))] if issue.why else []
    discard = Button(say("Discard"), "issues.discard", id, "danger", say("Discard what you wrote?"))
    row = (Button(say("Change"), "issues.redo", id), discard)
    if other is None:
        return Card(
            say("Your issue is sent back"), (title, *why, Text(say("Change it and send it again.")), Buttons(row))
        )
    text = say("The secretariat suggests merging it with {code}: {title}", code=other.code, title=other.title)
    evidence = EvidenceValue(other.id, issue.id).encode_value()
    ways = (
        Button(say("Support {code} instead", code=other.code), "issues.support", str(other.id), "primary"),
        Button(say("Add to {code}", code=other.code), "issues.evidence", evidence),
        Button(say("Keep separate"), "issues.submit", id),
    )
    return Card(say("Can it be one issue?"), (title, Text(text), *why, Buttons((*ways, *row))))
