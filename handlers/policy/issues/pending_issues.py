"""List issues that await one person: drafts, checks, and those without news.

List new and due ones for the digest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.policy.issues import issue_checks, issue_texts, issue_view
from storage.policy.issues import CHECK, OPEN, Issue

#: maximum number of entries of one kind
MOST_ENTRIES = 8


async def list_pending_issues(turn: Turn) -> list[Item]:
    if turn.person.guest:
        return []
    return [*await _list_own_drafts(turn), *await _list_issues_to_check(turn), *await _list_quiet_issues(turn)]


async def _list_own_drafts(turn: Turn) -> list[Item]:
    say, found = turn.say, []
    for issue in await turn.store.issues.list_issue_drafts_of_person(turn.person.id, MOST_ENTRIES):
        id = str(issue.id)
        row = (Button(say("Continue"), "issues.submit", id, "primary"), Button(say("Change"), "issues.redo", id))
        text = say("Reason: {why}", why=shorten_text(issue.why, 200)) if issue.why else ""
        found.append(Item(f"{issue.code} {issue.title}", text, say("Not sent yet"), row))
    return found


async def _list_issues_to_check(turn: Turn) -> list[Item]:
    """List for the secretariat the issues to check, with their deadline."""
    say, found = turn.say, []
    for issue in await _list_visible_issues(turn, CHECK) if turn.person.secretariat else ():
        row = (
            Button(say("Publish"), "issues.publish", str(issue.id), "primary"),
            Button(say("Show"), "issues.open", str(issue.id)),
        )
        title, line = f"{issue.code} {issue.title}", issue_checks.describe_check_deadline(say, issue, turn.arena)
        found.append(Item(title, shorten_text(issue.wanted, 150), line, row))
    return found[:MOST_ENTRIES]


async def _list_quiet_issues(turn: Turn) -> list[Item]:
    """List issues without news for long, for the owner and the secretariat."""
    say, found = turn.say, []
    for issue in await _list_visible_issues(turn, *OPEN):
        mine = turn.person.id == issue.owner_id or turn.person.secretariat
        if mine and issue_texts.is_issue_stale(issue, turn.now):
            row = (Button(say("Work on it"), "issues.work", str(issue.id)),)
            found.append(
                Item(
                    f"{issue.code} {issue.title}", note=await issue_view.describe_issue_state(turn, issue), buttons=row
                )
            )
    return found[:MOST_ENTRIES]


async def list_issue_deadlines(turn: Turn, near: timedelta) -> list[Item]:
    """List open issues that are due soon and to which an organisation of the person has taken no stance."""
    organisations = {
        organisation.id
        for organisation in await turn.store.organisations.list_organisations_represented_by(turn.person.id)
    }
    today, found = turn.today, []
    for issue in await _list_visible_issues(turn, *OPEN) if organisations else ():
        if issue.deadline is None or not today <= issue.deadline <= today + near:
            continue
        said = {stance.organisation_id for stance, _ in await turn.store.issue_stances.list_stances(issue.id)}
        if not organisations <= said:
            show = Button(turn.say("Show"), "issues.open", str(issue.id))
            text = turn.say("deadline {day}", day=turn.say.format_day(issue.deadline))
            found.append(Item(f"{issue.code} {issue.title}", text, buttons=(show,)))
    return found


async def list_new_issues(turn: Turn, topic_ids: Collection[int], since: timedelta, most: int) -> list[Item]:
    """List new issues about these topics that somebody else has raised."""
    issues = [
        issue
        for issue in await _list_visible_issues(turn, *OPEN)
        if issue.published_at is not None
        and issue.published_at >= turn.now - since
        and issue.raised_by_id != turn.person.id
    ]
    about = await turn.store.issues.map_topic_ids_by_issue([issue.id for issue in issues])
    return [
        Item(
            f"{issue.code} {issue.title}",
            shorten_text(issue.wanted, 150),
            await issue_view.describe_issue_state(turn, issue),
            (Button(turn.say("Show"), "issues.open", str(issue.id)),),
        )
        for issue in issues
        if not set(topic_ids).isdisjoint(about[issue.id])
    ][:most]


async def _list_visible_issues(turn: Turn, *states: str) -> Sequence[Issue]:
    return await turn.store.issues.list_issues_in_states(states, await turn.store.audiences.build_viewer(turn.person))
