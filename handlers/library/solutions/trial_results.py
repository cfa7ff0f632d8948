"""Show how trials of a solution went: counts for everybody, notes for its curator."""

from __future__ import annotations

from handlers.chat.cards import Item, Part, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext
from handlers.directory.display_names import format_signature
from storage.kit.database import Store
from storage.library.adoption_followup import FAILED, PARTLY, WORKED
from storage.library.solutions import Solution

MOST_NOTES = 3


async def draw_trial_counts(store: Store, solution: Solution, say: Say) -> list[Part]:
    """Draw "Tried by 5: worked 3, partly 1"; it counts organisations and names nobody."""
    n, outcomes = await store.solution_trials.count_trials_by_outcome(solution.id)
    if not n:
        return []
    said = (
        (WORKED, say("worked {n}", n=outcomes.get(WORKED, 0))),
        (PARTLY, say("partly {n}", n=outcomes.get(PARTLY, 0))),
        (FAILED, say("did not work {n}", n=outcomes.get(FAILED, 0))),
    )
    results = ", ".join(text for outcome, text in said if outcomes.get(outcome))
    text = say("Tried by {n}: {results}", n=n, results=results) if results else say("Tried by {n}", n=n)
    return [Text(text, "subtle")]


async def draw_trial_notes(at: ReaderContext, solution: Solution, most: int) -> list[Item]:
    """Draw the newest notes on trials, of this many characters, for whoever looks after the solution."""
    found = []
    for trial in await at.store.solution_trials.list_trials_with_note(solution.id, MOST_NOTES):
        by = await format_signature(at.store, trial.person_id, trial.organisation_id, at.say)
        found.append(Item(by, shorten_text(trial.note, most), describe_trial_outcome(at.say, trial.outcome)))
    return found


def describe_trial_outcome(say: Say, outcome: str) -> str:
    names = {WORKED: say("Worked"), PARTLY: say("Partly"), FAILED: say("Did not work")}
    return names.get(outcome, say("not known"))
