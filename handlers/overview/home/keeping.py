"""What somebody looks after: solutions that are soon to be verified, issues, and answers to consultations."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.library.solutions.showing import owner_buttons
from handlers.overview.home.sections import Section, listed
from handlers.policy.consultations import waiting as consultations
from handlers.policy.issues import showing, words
from storage.library.solutions import Solution

#: entries of one kind, and how long before its verify-by date a solution is shown
MOST, AHEAD = 20, timedelta(days=30)


async def section(turn: Turn) -> Section:
    """Solutions first: one tap is all they ask for."""
    kinds = () if turn.person.guest else (_solutions, _issues, consultations.kept)
    found = [await kind(turn) for kind in kinds]
    items, capped = [item for kind in found for item in kind], any(len(kind) >= MOST for kind in found)
    return Section("keeping", turn.say("You look after"), len(items), 2, listed(items), capped=capped)


async def _solutions(turn: Turn) -> list[Item]:
    """Those that readers doubt or whose date is past, then those whose date is near."""
    today = showing.today(turn)
    rows = await turn.store.keepings.solutions(turn.person.id, today + AHEAD, limit=MOST)
    return [
        Item(
            shorten(f"{solution.code} {solution.title}", 120),
            note=_why(turn.say, solution, today),
            buttons=owner_buttons(turn.say, solution),
        )
        for solution in rows
    ]


def _why(say: Say, solution: Solution, today: date) -> str:
    if solution.doubted_at is not None:
        return say("⚠️ A reader doubts that it is still true")
    assert solution.verify_by is not None  # why else it was found
    day = say.day(solution.verify_by)
    return (
        say("⚠️ Was to be verified by {day}", day=day) if solution.verify_by < today else say("Verify by {day}", day=day)
    )


async def _issues(turn: Turn) -> list[Item]:
    """Those without news for long wait for them elsewhere on the page."""
    say, found = turn.say, []
    for issue in await turn.store.keepings.issues(turn.person.id, limit=MOST):
        if not words.is_stale(issue, turn.now):
            row = (
                Button(say("Work with it"), "issues.work", str(issue.id)),
                Button(say("Show"), "issues.open", str(issue.id)),
            )
            title = shorten(f"{issue.code} {issue.title}", 120)
            found.append(Item(title, note=await showing.state_line(turn, issue), buttons=row))
    return found
