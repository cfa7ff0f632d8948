"""Remind: once before the deadline, in the working hours of whoever acts, and only where nothing was answered."""

from __future__ import annotations

from handlers.chat.cards import Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn, View
from handlers.notifications import chains
from handlers.notifications.chains import Course, Step
from handlers.notifications.pushes import push
from handlers.policy.organisation_answers.representatives import list_acting
from handlers.policy.rounds import words
from handlers.policy.rounds.cards import buttons
from handlers.policy.rounds.deadlines import ends, is_open, reminder
from storage.kit.database import Store
from storage.policy.rounds import ASKED, Round

router = Router()
KIND = "rounds.reminder"


def subject(round_id: int) -> str:
    return f"round:{round_id}:reminder"


async def plan_reminder(turn: Turn, round: Round) -> None:
    """None where the deadline is too near for one."""
    at = reminder(round, turn.arena, turn.now)
    if at is None:
        await chains.end(turn.store, KIND, round.id, subject(round.id))
    else:
        await chains.restart(turn.store, KIND, round.id, subject(round.id), since=at)


async def course_of(store: Store, arena: Arena, id: int) -> Course | None:
    """Who is reminded is looked at in the morning itself: whoever has answered by then hears nothing."""
    round = await store.rounds.lock(id)
    if round is None or not is_open(round, arena, store.now):
        return None

    async def remind() -> None:
        for answer, house in await store.rounds.answers(id):
            for person in await list_acting(store, house.id) if answer.state == ASKED else ():
                await push(
                    store,
                    arena,
                    person,
                    "rounds.reminder",
                    {"round": id, "organisation": house.id},
                    key=f"{subject(id)}:{round.deadline.isoformat()}:{house.id}:{person.id}",
                    at=store.now,
                    subject=words.subject(id, house.id),
                    expires_at=ends(round, arena),
                )

    return Course(subject(id), (Step("remind", 0, act=remind),), subject(id))


chains.watch(router, KIND, course_of)


@router.card("rounds.reminder")
async def draw(view: View) -> Card | None:
    store, say = view.store, view.say
    round, house = await store.rounds.find(view["round"]), await store.organisations.find(view["organisation"])
    answer = await store.rounds.answer(view["round"], view["organisation"])
    if round is None or house is None or answer is None or view.person is None:
        return None
    if not await store.organisations.represents(view.person.id, house.id):
        return None
    if answer.state != ASKED or not is_open(round, view.arena, view.now):
        out = bool(view.delivery.message or view.delivery.told_in_id)
        return (
            Card("", (Text(f"{round.code} {round.title}: {words.state_line(view, round)}", "subtle"),)) if out else None
        )
    text = say(
        "{organisation} has not answered. The deadline is {day}.", organisation=house.name, day=say.when(round.deadline)
    )
    return Card(f"{round.code} {round.title}", (Text(text), Buttons(buttons(say, round, house))))
