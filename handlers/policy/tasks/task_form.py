"""Begin a joint task: what is to be done, with whom, the next step and its day."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers.access.visibility import audience_fields
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Card, Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.dates.day_fields import draw_day_field
from handlers.meetings.actions.action_editor import parse_due_date
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications.sending_limits import take_broadcast_quota
from handlers.policy.rounds.adoption_standing import list_adopters, list_met_planners
from handlers.policy.rounds.lookup import load_visible_round
from handlers.policy.tasks.lookup import load_task_to_steer
from handlers.policy.tasks.task_card import draw_task_card, redraw_task
from handlers.policy.tasks.task_requests import invite_partners
from storage.directory.organisations import Organisation
from storage.meetings.actions import Action
from storage.policy.tasks import Task

router = Router()
#: maximum numbers of characters, and of organisations that are asked
LONGEST_TEXT, LONGEST_STEP, MOST_ORGANISATIONS = 200, 500, 30
#: tasks under way that one person may lead
MOST_LED = 10


@router.on(Click, "tasks.write", opens=True)
async def on_task_write_open(event: Click, turn: Turn) -> Reply:
    """Open the form; from a round it is filled with its question and the others that plan the same."""
    text, others = "", list[Organisation]()
    origin = RecordValue.parse_value(event.value)
    if origin.kind == "round":
        round = await load_visible_round(turn, str(origin.id))
        text = round.title
        others = list_met_planners(await list_adopters(turn.store, round.id), turn.person.stands_for or 0)
    say, every = turn.say, await turn.store.organisations.list_all_organisations()
    inputs = (
        Field("text", say("What is to be done together?"), value=text[:LONGEST_TEXT], most=LONGEST_TEXT),
        _draw_partners_field(turn, every, others),
        Field("step", say("What is the next step?"), required=False, most=LONGEST_STEP),
        draw_day_field("due", say("By when?")),
    )
    note = say("You lead it. The others are asked whether they take part.")
    return Reply(form=Form(say("Do something together"), "tasks.write", inputs, say("Ask them"), note=note))


@router.on(Submission, "tasks.write")
async def on_task_write_submit(event: Submission, turn: Turn) -> Reply:
    """Store the task as an action of whoever leads it, and ask the others."""
    say, person, wrong = turn.say, turn.person, dict[str, str]()
    if person.stands_for is None:
        raise UserError(say("First tell me which organisation you belong to."))
    text, step = " ".join(event.get_text("text").split()), " ".join(event.get_text("step").split())
    if not text:
        wrong["text"] = say("Write what is to be done.")
    organisations, due = list[Organisation](), None
    try:
        organisations = await _parse_partners(turn, event)
    except UserError as error:
        wrong |= error.fields
    try:
        due = parse_due_date(turn, event)
    except UserError as error:
        wrong |= error.fields
    if wrong or due is None:
        raise UserError("", wrong)
    await _need_room_for_task(turn)
    action = await turn.store.actions.add(
        Action(text=text[:LONGEST_TEXT], owner_id=person.id, organisation_id=person.stands_for, due=due)
    )
    task = await turn.store.tasks.add(Task(action_id=action.id, next_step=step[:LONGEST_STEP], outcome=""))
    await invite_partners(turn, task, organisations)
    card = await draw_task_card(turn, task, action)
    return Reply(Card(card.title, (*draw_competition_hint(say, f"{text}\n{step}"), *card.parts)))


async def _need_room_for_task(turn: Turn) -> None:
    """Raise UserError for whoever leads many tasks already."""
    if await turn.store.tasks.count_open_tasks_of_leader(turn.person.id) >= MOST_LED:
        raise UserError(turn.say("You lead {n} joint tasks that are not done. End one of them first.", n=MOST_LED))
    await _need_turn_to_ask(turn)


async def _need_turn_to_ask(turn: Turn) -> None:
    """Raise UserError for whoever has just asked many others: each time can ask as many as a question reaches."""
    at = await take_broadcast_quota(turn)
    if at is not None:
        text = turn.say("You have asked others many times within an hour. Try again from {clock}.",
                        clock=turn.say.format_clock(at))  # fmt: skip
        raise UserError(text)


def _draw_partners_field(turn: Turn, every: Sequence[Organisation], chosen: Sequence[Organisation]) -> Field:
    return msgspec.structs.replace(audience_fields.draw_organisations_field(turn, every, chosen), hint="")


async def _parse_partners(turn: Turn, event: Submission) -> list[Organisation]:
    found = [
        one for one in await audience_fields.parse_organisations_field(turn, event) if one.id != turn.person.stands_for
    ]
    if not found:
        raise UserError("", {"organisations": turn.say("Choose at least one organisation.")})
    if len(found) > MOST_ORGANISATIONS:
        raise UserError("", {"organisations": turn.say("Choose {n} at most.", n=MOST_ORGANISATIONS)})
    return found


@router.on(Click, "tasks.ask", opens=True)
async def on_task_ask_open(event: Click, turn: Turn) -> Reply:
    task, action = await load_task_to_steer(turn, event.value, lock=False)
    known = {partner.organisation_id for partner, _ in await turn.store.tasks.list_partners(task.id)}
    every = [one for one in await turn.store.organisations.list_all_organisations() if one.id not in known]
    field = _draw_partners_field(turn, every, [])
    return Reply(
        form=Form(turn.say("Ask more"), "tasks.ask", (field,), turn.say("Ask them"), str(task.id), note=action.text)
    )


@router.on(Submission, "tasks.ask")
async def on_task_ask_submit(event: Submission, turn: Turn) -> Reply:
    """Ask further organisations; those that have been asked are not asked again."""
    task, action = await load_task_to_steer(turn, event.value)
    known = {partner.organisation_id for partner, _ in await turn.store.tasks.list_partners(task.id)}
    known.add(action.organisation_id or 0)
    more = [one for one in await _parse_partners(turn, event) if one.id not in known]
    if len(known) - 1 + len(more) > MOST_ORGANISATIONS:
        raise UserError("", {"organisations": turn.say("Choose {n} at most.", n=MOST_ORGANISATIONS - len(known) + 1)})
    if more:
        await _need_turn_to_ask(turn)
    await invite_partners(turn, task, more)
    await redraw_task(turn.store, task.id)
    return Reply(await draw_task_card(turn, task, action))
