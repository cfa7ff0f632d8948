"""Publish a numbered edition of totals: preview what it will tell, then tell those who have answered."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.notifications.pushes import push
from handlers.policy.organisation_answers.representatives import list_acting
from handlers.policy.rounds import editions, previews, totals, words
from handlers.policy.rounds.lookup import load_round_to_steer
from storage.directory.people import Person
from storage.policy.published_editions import Edition
from storage.policy.rounds import ANSWERED, CLOSED, Round, RoundAnswer

router = Router()


@router.on(Click, "rounds.publish")
async def preview(event: Click, turn: Turn) -> Reply:
    """Show what an edition made now would tell. Publishes nothing."""
    round = await load_round_to_steer(turn, event.value, CLOSED)
    result = await totals.found(turn.store, round)
    told = 0 if result.empty else len(await _find_readers(turn, round))
    return Reply(await previews.draw_preview(turn, round, result, told))


@router.on(Click, "rounds.confirm_publication")
async def publish(event: Click, turn: Turn) -> Reply:
    """Publish what was previewed ("7:1234"): what has changed since is shown once more instead.

    The round is over and locked, so nobody changes an answer between two looks at it.
    """
    round = await load_round_to_steer(turn, event.value, CLOSED)
    result, say = await totals.found(turn.store, round), turn.say
    people = [] if result.empty else await _find_readers(turn, round)
    if result.empty or event.value.partition(":")[2] != previews.fingerprint(result.data, result.counted):
        card = await previews.draw_preview(turn, round, result, len(people), changed=True)
        return Reply(card, replace=event.direct)
    edition = Edition(round_id=round.id, data=result.data, made_by_id=turn.person.id)
    await turn.store.editions.publish(edition, result.counted)
    told = await _tell(turn, round, edition, people)
    text = say.many("{n} person who has answered gets a message.", "{n} people who have answered get a message.", told)
    row = Buttons((Button(say("Show"), "rounds.open", str(round.id)), Button(say("Take out"), "rounds.export",
                                                                              str(round.id))))  # fmt: skip
    parts: list[Part] = [*await editions.parts(turn, edition), Text(text, "subtle"), row]
    return Reply(Card(f"{round.code} {round.title}", tuple(parts)), replace=event.direct)


async def _find_readers(turn: Turn, round: Round) -> list[Person]:
    """Return those who have a part in it and can be written to, each once."""
    people: dict[int, Person] = {}
    for answer, _ in await turn.store.rounds.answers(round.id):
        if answer.state == ANSWERED:
            people |= {one.id: one for one in await _speakers(turn, answer)}
    reached = await turn.store.people.last_accounts(people.keys())
    return [person for person in people.values() if person.id in reached]


async def _tell(turn: Turn, round: Round, edition: Edition, people: list[Person]) -> int:
    """Schedule the message about this edition, once for each person; return how many get it."""
    told = 0
    for person in people:
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
    return await list_acting(turn.store, answer.organisation_id)


@router.card("rounds.published")
async def draw(view: View) -> Card | None:
    round, edition = await view.store.rounds.find(view["round"]), await view.store.editions.find(view["edition"])
    if round is None or edition is None or view.person is None or view.person.guest:
        return None
    parts: list[Part] = [Text(view.say("You have answered. This came of it:"))]
    parts += await editions.parts(view, edition)
    row = Buttons((Button(view.say("Show"), "rounds.open", str(round.id)),))
    return Card(f"{round.code} {round.title}", (*parts, row), summary=words.state_line(view, round))
