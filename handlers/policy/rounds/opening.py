"""Open: a round goes to those who act for the organisations that are asked, and its clocks begin."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.turn import Turn
from handlers.notifications.pushes import push
from handlers.policy.organisation_answers.representatives import list_acting
from handlers.policy.rounds import reminding, words
from handlers.policy.rounds.deadlines import ends
from storage.directory.organisations import Organisation
from storage.policy.rounds import OPEN, Round


async def open_round(turn: Turn, draft: Round, houses: Sequence[Organisation]) -> int:
    """Send the round to everybody who acts for these; return how many people get a message."""
    draft.state, draft.opened_at = OPEN, turn.now
    await turn.store.rounds.ask(draft.id, [one.id for one in houses])
    await reminding.plan_reminder(turn, draft)
    told: set[int] = set()
    for house in houses:
        for person in await list_acting(turn.store, house.id):
            args = {"round": draft.id, "organisation": house.id}
            if await push(
                turn.store,
                turn.arena,
                person,
                "rounds.asked",
                args,
                key=f"round:{draft.id}:asked:{house.id}:{person.id}",
                at=turn.now,
                subject=words.subject(draft.id, house.id),
                expires_at=ends(draft, turn.arena),
            ):
                told.add(person.id)
    return len(told)
