"""Close: when the deadline has passed, whoever asked learns how it went, and what can be done next."""

from __future__ import annotations

from datetime import date, datetime

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn, View
from handlers.notifications import chains
from handlers.notifications.chains import MARGIN
from handlers.notifications.pushes import push
from handlers.policy.rounds import cards, reminding, words
from handlers.policy.rounds.deadlines import ends
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, ASKED, CLOSED, DECLINED, OPEN, Round

router = Router()


def subject(round_id: int) -> str:
    return f"round:{round_id}:end"


@router.plan("rounds.end")
async def end_those_over(store: Store, arena: Arena, _until: datetime) -> None:
    """At midnight after the deadline, whatever day it is; whoever asked is told in their working hours."""
    for id in await store.rounds.over(_today(store, arena)):
        round = await store.rounds.lock(id)
        if round is None or round.state != OPEN:
            continue
        await close(store, round, ends(round, arena))
        for person in await keepers(store, round):
            key = f"{subject(id)}:{round.deadline.isoformat()}:{person.id}"
            await push(store, arena, person, "rounds.over", {"round": id}, key=key, at=store.now, subject=subject(id))


@router.audit("rounds.end")
async def still_open(store: Store, arena: Arena) -> list[str]:
    """The planner has looked several times by then."""
    rounds = [await store.rounds.find(id) for id in await store.rounds.over(_today(store, arena))]
    return [f"round {one.id}: is not closed" for one in rounds if one and ends(one, arena) + MARGIN < store.now]


def _today(store: Store, arena: Arena) -> date:
    return store.now.astimezone(arena.zone).date()


async def close(store: Store, round: Round, at: datetime) -> None:
    """Nobody is reminded any more, and every card says so."""
    round.state, round.closed_at = CLOSED, at
    await chains.end(store, reminding.KIND, round.id, reminding.subject(round.id))
    await cards.redraw(store, round.id)


async def keepers(store: Store, round: Round) -> list[Person]:
    """Whoever asked, as long as they are in the secretariat; else all of it."""
    maker = await store.people.find(round.made_by_id)
    if maker is not None and maker.secretariat:
        return [maker]
    return list(await store.people.secretariat())


@router.card("rounds.over")
async def draw(view: View) -> Card | None:
    """How many have answered; where nobody has, what can be done."""
    round = await view.store.rounds.find(view["round"])
    if round is None or view.person is None or not view.person.secretariat:
        return None
    return Card(f"{round.code} {round.title}", tuple(await outcome(view, round)))


async def outcome(at: Turn | View, round: Round) -> list[Part]:
    """For the secretariat: the counts, and the next step."""
    say, id = at.say, str(round.id)
    states = [answer.state for answer, _ in await at.store.rounds.answers(round.id)]
    answered, declined = states.count(ANSWERED), states.count(DECLINED)
    counts = {"answered": answered, "declined": declined, "asked": len(states), "silent": states.count(ASKED)}
    parts: list[Part] = [Text(words.state_line(at, round), "subtle")]
    parts.append(
        Text(
            say("{asked} asked · {answered} answered · {declined} do not answer · {silent} have said nothing", **counts)
        )
    )
    if round.state != CLOSED:
        return parts
    if not answered:
        parts.append(
            Text(say("Nobody has answered. Extend the deadline, ask a few of them directly, or call it off."), "strong")
        )
        row: tuple[Button, ...] = (
            Button(say("Extend"), "rounds.extend", id, "primary"),
            Button(say("Call off"), "rounds.cancel", id, confirm=say("Call {code} off?", code=round.code)),
        )
    else:
        row = (
            Button(say("Publish totals"), "rounds.publish", id, "primary"),
            Button(say("Extend"), "rounds.extend", id),
            Button(say("Take out"), "rounds.export", id),
        )
    return [*parts, Buttons((*row, Button(say("Show"), "rounds.open", id)))]
