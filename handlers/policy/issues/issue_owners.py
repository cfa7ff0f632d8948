"""Tell whoever is made responsible for an issue by somebody else."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.issues import issue_view
from handlers.policy.issues.issue_publication import build_issue_notice_subject
from storage.directory.people import Person
from storage.policy.issues import OPEN, PUBLIC, Issue

router = Router()


class IssueOwnerNotice(CardArguments, frozen=True):
    template = "issues.owner"

    issue: int


async def notify_issue_owner(turn: Turn, issue: Issue, owner: Person | None, before: int | None) -> None:
    """Notify the owner. Skip whoever takes an issue themselves, or had it `before`."""
    if owner is None or owner.id in (before, turn.person.id) or issue.state not in OPEN:
        return
    key = f"issue:{issue.id}:owner:{owner.id}:{turn.now.isoformat()}"
    notice, subject = IssueOwnerNotice(issue.id), build_issue_notice_subject(issue.id)
    await schedule_notification(turn.store, turn.arena, owner, notice, key=key, at=turn.now, subject=subject)


@router.card(IssueOwnerNotice)
async def draw_issue_owner_card(view: View[IssueOwnerNotice]) -> Card | None:
    """Draw the notice as long as the reader is responsible."""
    issue, say = await view.store.issues.find(view.args.issue), view.say
    if issue is None or view.person is None or issue.state not in PUBLIC or issue.owner_id != view.person.id:
        return draw_withheld(view)
    state = Text(await issue_view.describe_issue_state(view, issue), "subtle")
    work, show = (Button(say("Work on it"), "issues.work", str(issue.id), "primary"),
                  Button(say("Show"), "issues.open", str(issue.id)))  # fmt: skip
    row = (work, show) if issue.state in OPEN else (show,)
    text = Text(say("You are responsible for this issue now."))
    return Card(f"{issue.code} {issue.title}", (text, state, Buttons(row)))
