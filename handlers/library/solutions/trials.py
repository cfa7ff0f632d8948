"""How a solution went with others: counted for everybody, with the notes for whoever looks after it."""

from __future__ import annotations

from handlers.access.rights import may_edit
from handlers.chat.cards import Item, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten, signature
from storage.kit.database import Store
from storage.library.adoption_followup import FAILED, PARTLY, WORKED
from storage.library.solutions import Solution

#: notes that are shown at once
MOST = 3


async def counts(store: Store, solution: Solution, say: Say) -> list[Part]:
    """ "Tried by 5: worked 3, partly 1": organisations, and no names."""
    n, outcomes = await store.trials.counts(solution.id)
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


async def notes(turn: Turn, solution: Solution) -> list[Part]:
    """What they wrote, for whoever looks after it: newest first."""
    if not may_edit(turn.person, solution):
        return []
    found: list[Part] = []
    for trial in await turn.store.trials.noted(solution.id, MOST):
        by = await signature(turn.store, trial.person_id, trial.organisation_id, turn.say)
        found.append(Item(by, shorten(trial.note, 300), outcome_name(turn.say, trial.outcome)))
    return found


def outcome_name(say: Say, outcome: str) -> str:
    names = {WORKED: say("Worked"), PARTLY: say("Partly"), FAILED: say("Did not work")}
    return names.get(outcome, say("not known"))
