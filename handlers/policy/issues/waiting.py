"""What of issues waits for one person: drafts, checks, those without news; and what is new for their digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.policy.issues import checking, showing, words
from storage.policy.issues import CHECK, OPEN, Issue

#: entries of one kind
MOST = 8


async def items(turn: Turn) -> list[Item]:
    if turn.person.guest:
        return []
    return [*await _drafts(turn), *await _checks(turn), *await _quiet(turn)]


async def _drafts(turn: Turn) -> list[Item]:
    say, found = turn.say, []
    for issue in await turn.store.issues.drafts_of(turn.person.id, MOST):
        id = str(issue.id)
        row = (Button(say("Go on"), "issues.submit", id, "primary"), Button(say("Change"), "issues.redo", id))
        text = say("Reason: {why}", why=shorten(issue.why, 200)) if issue.why else ""
        found.append(Item(f"{issue.code} {issue.title}", text, say("Not sent yet"), row))
    return found


async def _checks(turn: Turn) -> list[Item]:
    """For the secretariat, with the clock."""
    say, found = turn.say, []
    for issue in await _listed(turn, CHECK) if turn.person.secretariat else ():
        row = (
            Button(say("Publish"), "issues.publish", str(issue.id), "primary"),
            Button(say("Show"), "issues.open", str(issue.id)),
        )
        title, line = f"{issue.code} {issue.title}", checking.clock_line(say, issue, turn.arena)
        found.append(Item(title, shorten(issue.wanted, 150), line, row))
    return found[:MOST]


async def _quiet(turn: Turn) -> list[Item]:
    """Without news for long: for who works with them, and for the secretariat."""
    say, found = turn.say, []
    for issue in await _listed(turn, *OPEN):
        mine = turn.person.id == issue.owner_id or turn.person.secretariat
        if mine and words.is_stale(issue, turn.now):
            row = (Button(say("Work with it"), "issues.work", str(issue.id)),)
            found.append(Item(f"{issue.code} {issue.title}", note=await showing.state_line(turn, issue), buttons=row))
    return found[:MOST]


async def deadlines(turn: Turn, near: timedelta) -> list[Item]:
    """Open ones whose deadline comes soon, and of which one's organisation has said nothing."""
    houses = {house.id for house in await turn.store.organisations.represented_by(turn.person.id)}
    today, found = showing.today(turn), []
    for issue in await _listed(turn, *OPEN) if houses else ():
        if issue.deadline is None or not today <= issue.deadline <= today + near:
            continue
        said = {support.organisation_id for support, _ in await turn.store.supports.of(issue.id)}
        if not houses <= said:
            show = Button(turn.say("Show"), "issues.open", str(issue.id))
            text = turn.say("deadline {day}", day=turn.say.day(issue.deadline))
            found.append(Item(f"{issue.code} {issue.title}", text, buttons=(show,)))
    return found


async def fresh(turn: Turn, topic_ids: Collection[int], since: timedelta, most: int) -> list[Item]:
    """New ones about these topics that somebody else has raised."""
    issues = [
        issue
        for issue in await _listed(turn, *OPEN)
        if issue.published_at is not None
        and issue.published_at >= turn.now - since
        and issue.raised_by_id != turn.person.id
    ]
    about = await turn.store.issues.topics_of([issue.id for issue in issues])
    return [
        Item(
            f"{issue.code} {issue.title}",
            shorten(issue.wanted, 150),
            await showing.state_line(turn, issue),
            (Button(turn.say("Show"), "issues.open", str(issue.id)),),
        )
        for issue in issues
        if not set(topic_ids).isdisjoint(about[issue.id])
    ][:most]


async def _listed(turn: Turn, *states: str) -> Sequence[Issue]:
    return await turn.store.issues.listed(states, await turn.store.reaches.sight(turn.person))
