"""Draw what somebody owns: solutions to verify soon, issues, and answers to consultations."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.library.solutions.solution_actions import draw_curator_buttons
from handlers.overview.home.sections import HomeSection, slice_drawn_items
from handlers.policy.consultations import pending_consultations
from handlers.policy.issues import issue_texts, issue_view
from storage.library.solutions import Solution

#: maximum number of entries of one kind, and days before its verify-by date that a solution is shown
MOST_ENTRIES, AHEAD = 20, timedelta(days=30)


async def draw_responsibility_section(turn: Turn) -> HomeSection:
    """Draw solutions first, because they need only one tap."""
    kinds = (
        ()
        if turn.person.guest
        else (_draw_owned_solutions, _draw_owned_issues, pending_consultations.list_consultations_to_write)
    )
    found = [await kind(turn) for kind in kinds]
    items, capped = [item for kind in found for item in kind], any(len(kind) >= MOST_ENTRIES for kind in found)
    return HomeSection(
        "keeping", turn.say("You are responsible for"), len(items), 2, slice_drawn_items(items), capped=capped
    )


async def _draw_owned_solutions(turn: Turn) -> list[Item]:
    """Draw doubted or overdue solutions first, then those whose date is near."""
    today = turn.today
    rows = await turn.store.responsibilities.list_solutions_to_attend(turn.person.id, today + AHEAD, limit=MOST_ENTRIES)
    return [
        Item(
            shorten_text(f"{solution.code} {solution.title}", 120),
            note=_describe_verification(turn.say, solution, today),
            buttons=draw_curator_buttons(turn.say, solution),
        )
        for solution in rows
    ]


def _describe_verification(say: Say, solution: Solution, today: date) -> str:
    if solution.doubted_at is not None:
        return say("⚠️ A reader doubts that it is still true")
    assert solution.verify_by is not None  # only such solutions are loaded
    day = say.format_day(solution.verify_by)
    return (
        say("⚠️ Should have been verified by {day}", day=day)
        if solution.verify_by < today
        else say("Verify by {day}", day=day)
    )


async def _draw_owned_issues(turn: Turn) -> list[Item]:
    """Draw the owned issues. Issues without news for long are pending items elsewhere on the page."""
    say, found = turn.say, []
    for issue in await turn.store.responsibilities.list_issues_to_work_on(turn.person.id, limit=MOST_ENTRIES):
        if not issue_texts.is_issue_stale(issue, turn.now):
            row = (
                Button(say("Work on it"), "issues.work", str(issue.id)),
                Button(say("Show"), "issues.open", str(issue.id)),
            )
            title = shorten_text(f"{issue.code} {issue.title}", 120)
            found.append(Item(title, note=await issue_view.describe_issue_state(turn, issue), buttons=row))
    return found
