"""Let the secretariat move the deadline of a round, end it early, or cancel it."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Form, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.dates.day_fields import fill_typed_day
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from handlers.policy.rounds import cards, deadlines, round_closure, round_reminders, round_texts
from handlers.policy.rounds.deadlines import is_round_open
from handlers.policy.rounds.inquirers import notify_inquirer
from handlers.policy.rounds.lookup import load_round_to_steer
from storage.policy.rounds import ASKED, CANCELLED, CLOSED, OPEN

router = Router()


class RoundExtensionNotice(CardArguments, frozen=True):
    template = "rounds.extended"

    round: int
    organisation: int


@router.on(Click, "rounds.extend", opens=True)
async def on_round_extend_open(event: Click, turn: Turn) -> Reply:
    round, say = await load_round_to_steer(turn, event.value, OPEN, CLOSED, lock=False), turn.say
    title = f"{round.code} {round.title} · {round_texts.describe_round_state_line(turn, round)}"
    fields = (deadlines.draw_deadline_field(turn),)
    form = Form(say("Extend"), "rounds.extend", fields, say("Save"), str(round.id), note=title)
    return Reply(form=fill_typed_day(form, "deadline", event.value))


@router.on(Submission, "rounds.extend")
async def on_round_extend_submit(event: Submission, turn: Turn) -> Reply:
    """Extend the deadline.

    Organisations without an answer are notified once; given answers stay, and can be changed again.
    """
    round, say = await load_round_to_steer(turn, event.value, OPEN, CLOSED), turn.say
    day = deadlines.parse_round_deadline(event, turn)
    if day <= round.deadline:
        text = say("The deadline is {day}. Choose a later one.", day=say.format_period(round.deadline))
        raise UserError("", {"deadline": text})
    round.deadline, round.state, round.closed_at = day, OPEN, None
    await turn.store.session.flush()
    await round_reminders.schedule_round_reminder(turn, round)
    for answer, organisation in await turn.store.rounds.list_round_answers(round.id):
        for person in await list_acting_representatives(turn.store, organisation.id) if answer.state == ASKED else ():
            await schedule_notification(
                turn.store,
                turn.arena,
                person,
                RoundExtensionNotice(round.id, organisation.id),
                key=f"round:{round.id}:extended:{day.isoformat()}:{organisation.id}:{person.id}",
                at=turn.now,
                subject=round_texts.build_round_subject(round.id, organisation.id),
                expires_at=deadlines.get_round_end(round, turn.arena),
            )
    await cards.redraw_round_cards(turn.store, round.id)
    return build_text_reply(say("{code} can be answered until {day}.", code=round.code, day=say.format_period(day)))


@router.card(RoundExtensionNotice)
async def draw_round_extended_card(view: View[RoundExtensionNotice]) -> Card | None:
    """Draw the new deadline for organisations without an answer."""
    say, found = view.say, await cards.find_asked_organisation(view, view.args.round, view.args.organisation)
    if found is None:
        return None
    at, round, organisation, answer = found.at, found.round, found.organisation, found.answer
    title = f"{round.code} {round.title}"
    if answer.state != ASKED or not is_round_open(round, view.arena, view.now):
        return await cards.draw_past_request(view, round, organisation, answer)
    day = say.format_period(round.deadline)
    text = say(
        "The deadline is moved. You have until {day} to answer for {organisation}.",
        day=day,
        organisation=organisation.name,
    )
    return Card(title, (Text(text), Buttons(await cards.draw_request_buttons(at, round, organisation))))


@router.on(Click, "rounds.close")
async def on_round_close(event: Click, turn: Turn) -> Reply:
    round = await load_round_to_steer(turn, event.value, OPEN)
    await round_closure.close_round(turn.store, round, turn.now)
    await notify_inquirer(turn.store, turn.arena, round)
    return Reply(
        Card(f"{round.code} {round.title}", tuple(await round_closure.draw_round_outcome(turn, round))),
        replace=event.direct,
    )


@router.on(Click, "rounds.cancel")
async def on_round_cancel(event: Click, turn: Turn) -> Reply:
    """Cancel the round. What was published stays published."""
    round = await load_round_to_steer(turn, event.value, OPEN, CLOSED)
    await round_closure.close_round(turn.store, round, turn.now)
    round.state = CANCELLED
    await notify_inquirer(turn.store, turn.arena, round)
    await cards.redraw_round_cards(turn.store, round.id)
    show = Button(turn.say("Show"), "rounds.open", str(round.id))
    text = turn.say("{code} is called off. Nobody is asked any more.", code=round.code)
    return Reply(Card("", (Text(text), Buttons((show,)))), replace=event.direct)
