"""Steer: the secretariat moves the deadline, ends a round early, or calls it off."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Form, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.notifications.pushes import push
from handlers.policy.organisation_answers.representatives import list_acting
from handlers.policy.rounds import cards, closing, deadlines, reminding, words
from handlers.policy.rounds.deadlines import is_open
from handlers.policy.rounds.lookup import load_round_to_steer
from storage.policy.rounds import ASKED, CANCELLED, CLOSED, OPEN

router = Router()


@router.on(Click, "rounds.extend", opens=True)
async def ask_when(event: Click, turn: Turn) -> Reply:
    round, say = await load_round_to_steer(turn, event.value, OPEN, CLOSED), turn.say
    title = f"{round.code} {round.title}"
    return Reply(
        form=Form(say("Extend"), "rounds.extend", (deadlines.field(turn),), say("Save"), str(round.id), note=title)
    )


@router.on(Submission, "rounds.extend")
async def extend(event: Submission, turn: Turn) -> Reply:
    """Those who have said nothing are told, once; what has been answered stays, and can be changed again."""
    round, say = await load_round_to_steer(turn, event.value, OPEN, CLOSED), turn.say
    day = deadlines.read(event, turn)
    if day <= round.deadline:
        text = say("The deadline is {day}. Give a later one.", day=say.when(round.deadline))
        raise UserError("", {"deadline": text})
    round.deadline, round.state, round.closed_at = day, OPEN, None
    await turn.store.session.flush()
    await reminding.plan_reminder(turn, round)
    for answer, house in await turn.store.rounds.answers(round.id):
        for person in await list_acting(turn.store, house.id) if answer.state == ASKED else ():
            await push(
                turn.store,
                turn.arena,
                person,
                "rounds.extended",
                {"round": round.id, "organisation": house.id},
                key=f"round:{round.id}:extended:{day.isoformat()}:{house.id}:{person.id}",
                at=turn.now,
                subject=words.subject(round.id, house.id),
                expires_at=deadlines.ends(round, turn.arena),
            )
    await cards.redraw(turn.store, round.id)
    return note(say("{code} can be answered until {day}.", code=round.code, day=say.when(day)))


@router.card("rounds.extended")
async def draw(view: View) -> Card | None:
    """To those who have said nothing."""
    store, say = view.store, view.say
    round, house = await store.rounds.find(view["round"]), await store.organisations.find(view["organisation"])
    answer = await store.rounds.answer(view["round"], view["organisation"])
    if round is None or house is None or answer is None or view.person is None:
        return None
    if not await store.organisations.represents(view.person.id, house.id):
        return None
    title = f"{round.code} {round.title}"
    if answer.state != ASKED or not is_open(round, view.arena, view.now):
        out = bool(view.delivery.message or view.delivery.told_in_id)
        return Card("", (Text(f"{title}: {words.state_line(view, round)}", "subtle"),)) if out else None
    text = say("You have until {day} to answer for {organisation}.", day=say.when(round.deadline),
               organisation=house.name)  # fmt: skip
    return Card(title, (Text(text), Buttons(cards.buttons(say, round, house))))


@router.on(Click, "rounds.close")
async def close(event: Click, turn: Turn) -> Reply:
    round = await load_round_to_steer(turn, event.value, OPEN)
    await closing.close(turn.store, round, turn.now)
    return Reply(Card(f"{round.code} {round.title}", tuple(await closing.outcome(turn, round))), replace=event.direct)


@router.on(Click, "rounds.cancel")
async def cancel(event: Click, turn: Turn) -> Reply:
    """What was published stays published."""
    round = await load_round_to_steer(turn, event.value, OPEN, CLOSED)
    await closing.close(turn.store, round, turn.now)
    round.state = CANCELLED
    await cards.redraw(turn.store, round.id)
    show = Button(turn.say("Show"), "rounds.open", str(round.id))
    text = turn.say("{code} is called off. Nobody is asked any more.", code=round.code)
    return Reply(Card("", (Text(text), Buttons((show,)))), replace=event.direct)
