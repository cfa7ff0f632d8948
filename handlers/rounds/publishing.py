"""Publish: a numbered edition of totals, as far as they show nobody; those who have answered are told."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.pushes import push
from handlers.rounds import editions, readers, totals, words
from handlers.rounds.meant import to_steer
from storage.editions import Edition
from storage.people import Person
from storage.rounds import ANSWERED, CLOSED, Round, RoundAnswer

router = Router()


@router.on(Click, "rounds.publish")
async def publish(event: Click, turn: Turn) -> Reply:
    """Of a round that is over: nobody changes an answer between two looks at it."""
    round, say = await to_steer(turn, event.value, CLOSED), turn.say
    result = await totals.found(turn.store, round)
    if not result.cells and not result.words:
        raise UserError(
            say(
                "Nothing new can be told. A total needs at least five organisations that no edition has counted, "
                "and none of them may have more than a quarter of it."
            )
        )
    edition = Edition(round_id=round.id, data=result.data, made_by_id=turn.person.id)
    await turn.store.editions.publish(edition, result.counted)
    told = await _tell(turn, round, edition)
    text = say.many("{n} person who has answered gets a message.", "{n} people who have answered get a message.", told)
    row = Buttons((Button(say("Show"), "rounds.open", str(round.id)), Button(say("Take out"), "rounds.export",
                                                                              str(round.id))))  # fmt: skip
    parts: list[Part] = [*await editions.parts(turn, edition), Text(text, "subtle"), row]
    return Reply(Card(f"{round.code} {round.title}", tuple(parts)), replace=event.direct)


async def _tell(turn: Turn, round: Round, edition: Edition) -> int:
    """Those who have a part in it, once for each edition."""
    people: dict[int, Person] = {}
    for answer, _ in await turn.store.rounds.answers(round.id):
        if answer.state == ANSWERED:
            people |= {one.id: one for one in await _speakers(turn, answer)}
    told = 0
    for person in people.values():
        told += await push(
            turn.store,
            turn.arena,
            person,
            "rounds.published",
            {"round": round.id, "edition": edition.id},
            key=f"round:{round.id}:edition:{edition.number}:{person.id}",
            at=turn.now,
            subject=f"round:{round.id}:edition",
        )
    return told


async def _speakers(turn: Turn, answer: RoundAnswer) -> list[Person]:
    """Whoever answered, while they still act for the organisation; else those who do."""
    person = await turn.store.people.find(answer.person_id)
    if person is not None and await turn.store.organisations.represents(person.id, answer.organisation_id):
        return [person]
    return await readers.acting(turn.store, answer.organisation_id)


@router.card("rounds.published")
async def draw(view: View) -> Card | None:
    round, edition = await view.store.rounds.find(view["round"]), await view.store.editions.find(view["edition"])
    if round is None or edition is None or view.person is None or view.person.guest:
        return None
    parts: list[Part] = [Text(view.say("You have answered. This came of it:"))]
    parts += await editions.parts(view, edition)
    row = Buttons((Button(view.say("Show"), "rounds.open", str(round.id)),))
    return Card(f"{round.code} {round.title}", (*parts, row), summary=words.state_line(view, round))
