"""Open a round: send it to representatives of the organisations that are asked, and start its clocks."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.turn import Turn
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from handlers.policy.rounds import round_reminders, round_texts
from handlers.policy.rounds.cards import RoundRequest
from handlers.policy.rounds.deadlines import get_round_end
from handlers.policy.rounds.inquirers import notify_inquirer
from storage.directory.organisations import Organisation
from storage.policy.rounds import OPEN, Round


async def open_round(turn: Turn, draft: Round, organisations: Sequence[Organisation]) -> int:
    """Send the round to every representative of these organisations. Return how many people get a message."""
    draft.state, draft.opened_at = OPEN, turn.now
    await turn.store.rounds.add_recipients(draft.id, [one.id for one in organisations])
    await round_reminders.schedule_round_reminder(turn, draft)
    told: set[int] = set()
    for organisation in organisations:
        for person in await list_acting_representatives(turn.store, organisation.id):
            if await schedule_notification(
                turn.store,
                turn.arena,
                person,
                RoundRequest(draft.id, organisation.id),
                key=f"round:{draft.id}:asked:{organisation.id}:{person.id}",
                at=turn.now,
                subject=round_texts.build_round_subject(draft.id, organisation.id),
                expires_at=get_round_end(draft, turn.arena),
            ):
                told.add(person.id)
    await notify_inquirer(turn.store, turn.arena, draft)
    return len(told)
