"""Notify supporters and followers of news about an issue. An issue without news for long is flagged."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers.access import rights
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Quote, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, Turn, View
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.issues import issue_log, issue_texts, issue_view
from handlers.policy.issues.issue_publication import build_issue_notice_subject, redraw_issue
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issue_log import STATE, IssueLogEntry
from storage.policy.issues import OPEN, PUBLIC, Issue

router = Router()
#: kind of the escalation of an issue without news
KIND = "issues.quiet"


class QuietIssueReminder(EscalationCard, frozen=True, kw_only=True):
    template = "issues.quiet"

    issue: int


class IssueNewsNotice(CardArguments, frozen=True):
    template = "issues.news"

    issue: int
    entry: int = msgspec.field(name="note")


def build_quiet_issue_key(issue_id: int) -> str:
    return f"issue:{issue_id}:quiet"


async def record_issue_publication(turn: Turn, issue: Issue) -> None:
    """Log the publication. The raiser is notified by whoever published it, and nobody else has asked yet."""
    await record_issue_entry(
        turn.store, issue, IssueLogEntry(issue_id=issue.id, kind=STATE, what=issue.state, person_id=turn.person.id)
    )


async def publish_issue_news(store: Store, arena: Arena, issue: Issue, entry: IssueLogEntry) -> None:
    """Log the entry, and notify supporters, followers and the raiser in their own chats.

    Each is notified within their own hours; the author of the entry is not.
    """
    await record_issue_entry(store, issue, entry)
    for person in await list_issue_readers(store, issue):
        if person.id != entry.person_id:
            await schedule_notification(
                store,
                arena,
                person,
                IssueNewsNotice(issue.id, entry.id),
                key=f"issue:{issue.id}:note:{entry.id}:{person.id}",
                at=store.now,
                subject=build_issue_notice_subject(issue.id),
            )
    await redraw_issue(store, issue.id)
    await escalation.redraw_escalation_cards(store, build_quiet_issue_key(issue.id))


async def list_issue_readers(store: Store, issue: Issue) -> list[Person]:
    """Return the raiser, the speakers of organisations with a stance, and the followers."""
    raiser = await store.people.find(issue.raised_by_id)
    found = {person.id: person for person in await list_stance_speakers(store, issue)}
    for person in (
        *([raiser] if raiser is not None else []),
        *await store.issue_followers.list_issue_followers(issue.id),
    ):
        if rights.is_confirmed_member(person) or (person.id == issue.raised_by_id and not person.guest):
            found.setdefault(person.id, person)
    return list(found.values())


async def list_stance_speakers(store: Store, issue: Issue) -> list[Person]:
    """Return for each organisation with a stance the person who took it.

    If that person no longer represents it, return those who do.
    """
    found: dict[int, Person | None] = {}
    acting = await store.organisations.map_acting_representatives()
    for stance, organisation in await store.issue_stances.list_stances(issue.id):
        speaker_id = stance.person_id
        still = speaker_id is not None and await store.organisations.is_representative(speaker_id, organisation.id)
        for id in [speaker_id] if speaker_id is not None and still else acting.get(organisation.id, []):
            found[id] = await store.people.find(id)
    return [person for person in found.values() if person is not None and not person.guest]


async def cancel_quiet_issue_clock(store: Store, issue_id: int) -> None:
    """Stop the clock of a closed issue: nobody waits for its news."""
    await escalation.stop_escalation(store, KIND, issue_id, build_quiet_issue_key(issue_id))


async def record_issue_entry(store: Store, issue: Issue, entry: IssueLogEntry) -> None:
    """Log the entry and restart the clock. Nobody is notified."""
    await store.issue_log.add_issue_log_entry(entry)
    issue.news_at = store.now
    if issue.state in OPEN:
        await escalation.restart_record_escalation(
            store, KIND, issue.id, build_quiet_issue_key(issue.id), since=store.now + issue_texts.QUIET
        )


async def build_quiet_issue_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    """Build the escalation of a quiet issue.

    Its card says that there is no news, and the owner is notified, else the secretariat.
    """
    issue = await store.issues.lock(id)
    if issue is None or issue.state not in OPEN or issue.news_at is None:
        return None

    async def redraw_quiet_issue() -> None:
        await redraw_issue(store, id)

    async def list_issue_keepers(_: RecipientContext) -> Sequence[Person]:
        owner = await store.people.find(issue.owner_id)
        return [owner] if owner is not None else await store.people.list_secretariat()

    steps = (
        EscalationStep("flag", 0, act=redraw_quiet_issue),
        EscalationStep("ask", 0, 0, QuietIssueReminder(issue=id), list_issue_keepers),
    )
    key = f"{build_quiet_issue_key(id)}:{issue.news_at:%Y%m%d%H%M%S}"
    return EscalationPolicy(build_quiet_issue_key(id), steps, key)


escalation.register_escalation(router, KIND, build_quiet_issue_escalation)
escalation.register_step_outcomes(router, KIND, build_quiet_issue_escalation, QuietIssueReminder)


@router.card(QuietIssueReminder)
async def draw_quiet_issue_card(view: View[QuietIssueReminder]) -> Card | None:
    issue, say = await view.store.issues.find(view.args.issue), view.say
    if issue is None or issue.state not in PUBLIC:
        return draw_withheld(view)
    if not issue_texts.is_issue_stale(issue, view.now):  # news arrived meanwhile
        heard = Text(f"{issue.code} {issue.title} · {await issue_view.describe_issue_state(view, issue)}", "subtle")
        return Card("", (heard,)) if view.delivery.was_told else None
    text = say("Those who support it have heard nothing for 60 days. Write an update, or close it.")
    row = (
        Button(say("Work on it"), "issues.work", str(issue.id), "primary"),
        Button(say("Show"), "issues.open", str(issue.id)),
    )
    line = Text(await issue_view.describe_issue_state(view, issue), "subtle")
    return Card(f"{issue.code} {issue.title}", (line, Text(text), Buttons(row)))


@router.card(IssueNewsNotice)
async def draw_issue_news_card(view: View[IssueNewsNotice]) -> Card | None:
    """Draw one log entry with the state of the issue."""
    issue, entry = (
        await view.store.issues.find(view.args.issue),
        await view.store.issue_log.find_issue_log_entry(view.args.entry),
    )
    if issue is None or entry is None or issue.state not in PUBLIC:
        return draw_withheld(view)
    by = await issue_log.describe_entry_author(view, entry)
    parts: list[Part] = [Text(issue_log.label_issue_entry(view, entry), "strong")]
    parts += [Quote(entry.text, by)] if entry.text else []
    ends = entry.kind == STATE and entry.what == issue.state and issue.state not in OPEN
    if ends and issue.outcome not in ("", entry.text):
        parts.append(Item(view.say("What came of it"), issue.outcome, marked=True))
    parts.append(Text(await issue_view.describe_issue_state(view, issue), "subtle"))
    row = [Button(view.say("Show"), "issues.open", str(issue.id))]
    if view.person is not None and await view.store.issue_followers.is_following_issue(issue.id, view.person.id):
        row.append(Button(view.say("Stop following"), "issues.unfollow", str(issue.id)))
    parts.append(Buttons(tuple(row)))
    return Card(f"{issue.code} {issue.title}", tuple(parts))
