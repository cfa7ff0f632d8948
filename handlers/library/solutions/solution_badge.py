"""Describe how far a solution can be trusted: its badge, who verified it, and how many use it."""

from __future__ import annotations

from datetime import date

from handlers.chat.say import Say
from storage.kit.database import Store
from storage.library.solutions import HIDDEN, PUBLISHED, RETIRED, Solution


def describe_solution_badge(solution: Solution, say: Say, today: date) -> str:
    """Describe how far the solution can be trusted, with at most one emoji."""
    if solution.state == RETIRED:
        return say("retired")
    if solution.state == HIDDEN:
        return say("hidden by the secretariat")
    if is_solution_doubtful(solution, today):
        return say("⚠️ may be outdated")
    if solution.verified_at is None:
        return say("not verified")
    return say("✅ verified {day}", day=say.format_day(solution.verified_at))


def is_solution_doubtful(solution: Solution, today: date) -> bool:
    """Return True if a reader doubts the solution or its verify-by date is past."""
    late = solution.verify_by is not None and solution.verify_by < today
    return solution.state == PUBLISHED and (solution.doubted_at is not None or late)


async def describe_solution_status(store: Store, solution: Solution, say: Say, today: date) -> str:
    """Describe the badge, with the name of the person who verified the solution."""
    mark = describe_solution_badge(solution, say, today)
    person = await store.people.find(solution.verified_by_id)
    if person is None or solution.state != PUBLISHED or is_solution_doubtful(solution, today):
        return mark
    return say("{badge} by {name}", badge=mark, name=person.name)


def describe_use_count(say: Say, n: int) -> str:
    return say.many("used by {n} organisation", "used by {n} organisations", n) if n else ""
