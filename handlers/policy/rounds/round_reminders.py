"""Remind organisations without an answer once before the deadline, in the working hours of their representatives."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn, View
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationPolicy, EscalationStep
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from handlers.policy.rounds import round_texts
from handlers.policy.rounds.cards import draw_past_request, draw_request_buttons, find_asked_organisation
from handlers.policy.rounds.deadlines import find_reminder_time, get_round_end, is_round_open
from storage.kit.database import Store
from storage.policy.rounds import ASKED, Round

router = Router()
KIND = "rounds.reminder"


class RoundReminder(CardArguments, frozen=True):
    template = "rounds.reminder"

    round: int
    organisation: int


def build_round_reminder_subject(round_id: int) -> str:
    return f"round:{round_id}:reminder"


async def schedule_round_reminder(turn: Turn, round: Round) -> None:
    """Schedule the reminder, or cancel it if the deadline is too near for one."""
    at = find_reminder_time(round, turn.arena, turn.now)
    if at is None:
        await escalation.stop_escalation(turn.store, KIND, round.id, build_round_reminder_subject(round.id))
    else:
        await escalation.restart_record_escalation(
            turn.store, KIND, round.id, build_round_reminder_subject(round.id), since=at
        )


async def build_reminder_escalation(store: Store, arena: Arena, id: int) -> EscalationPolicy | None:
    """Build the escalation.

    Who is reminded is decided in the morning itself: whoever has answered by then is not notified.
    """
    round = await store.rounds.lock(id)
    if round is None or not is_round_open(round, arena, store.now):
        return None

    async def notify_unanswered_organisations() -> None:
        for answer, organisation in await store.rounds.list_round_answers(id):
            for person in await list_acting_representatives(store, organisation.id) if answer.state == ASKED else ():
                await schedule_notification(
                    store,
                    arena,
                    person,
                    RoundReminder(id, organisation.id),
                    key=f"{build_round_reminder_subject(id)}:{round.deadline.isoformat()}:{organisation.id}:{person.id}",
                    at=store.now,
                    subject=round_texts.build_round_subject(id, organisation.id),
                    expires_at=get_round_end(round, arena),
                )

    return EscalationPolicy(
        build_round_reminder_subject(id),
        (EscalationStep("remind", 0, act=notify_unanswered_organisations),),
        build_round_reminder_subject(id),
    )


escalation.register_escalation(router, KIND, build_reminder_escalation)


@router.card(RoundReminder)
async def draw_round_reminder_card(view: View[RoundReminder]) -> Card | None:
    say, found = view.say, await find_asked_organisation(view, view.args.round, view.args.organisation)
    if found is None:
        return None
    at, round, organisation, answer = found.at, found.round, found.organisation, found.answer
    if answer.state != ASKED or not is_round_open(round, view.arena, view.now):
        return await draw_past_request(view, round, organisation, answer)
    text = say(
        "{organisation} has not answered. The deadline is {day}.",
        organisation=organisation.name,
        day=say.format_period(round.deadline),
    )
    return Card(
        f"{round.code} {round.title}", (Text(text), Buttons(await draw_request_buttons(at, round, organisation)))
    )
