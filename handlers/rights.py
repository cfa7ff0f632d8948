"""Who may do what. Asked again at every click: what a button carries proves nothing."""

from __future__ import annotations

from handlers.chat.errors import NotAllowed
from handlers.chat.turn import Turn
from storage.people import Person
from storage.questions import Question
from storage.solutions import CIRCLE, MEMBERS, OPEN, Solution


def levels(person: Person) -> tuple[str, ...]:
    """The levels of solutions this person may see. A circle's are the secretariat's until circles exist."""
    if person.guest:
        return (OPEN,)
    return (OPEN, MEMBERS, CIRCLE) if person.secretariat else (OPEN, MEMBERS)


async def need_member(turn: Turn) -> None:
    """Guests see the thread they were asked into, and no more."""
    if turn.person.guest:
        raise NotAllowed(
            turn.say("Guests can answer in the threads they are invited to. The secretariat can make you a member.")
        )


async def need_secretariat(turn: Turn) -> None:
    if turn.person.secretariat:
        return
    names = ", ".join(person.name for person in (await turn.store.people.secretariat())[:3])
    if names:
        raise NotAllowed(turn.say("Only the secretariat can do this. Ask {names}.", names=names))
    raise NotAllowed(turn.say("Only the secretariat can do this, and nobody is in it yet."))


async def may_steer(turn: Turn, question: Question) -> bool:
    """Move, mark solved, set aside: the asker, the topic's leads and the secretariat."""
    if turn.person.id == question.asker_id or turn.person.secretariat:
        return True
    return await turn.store.topics.is_lead(turn.person.id, question.topic_id)


async def need_steer(turn: Turn, question: Question) -> None:
    if not await may_steer(turn, question):
        raise NotAllowed(turn.say("Only the asker, the topic lead and the secretariat can do this."))


async def leads(turn: Turn, topic_id: int | None) -> bool:
    """Whether this person looks after the topic; what has none is the secretariat's."""
    return turn.person.secretariat or await turn.store.topics.is_lead(turn.person.id, topic_id)


async def need_lead(turn: Turn, topic_id: int | None) -> None:
    topic = await turn.store.topics.find(topic_id)
    if topic is None:
        await need_secretariat(turn)
    elif not await leads(turn, topic.id):
        name = topic.name(turn.say.language)
        raise NotAllowed(turn.say("Only the lead of {topic} and the secretariat can do this.", topic=name))


async def need_author(turn: Turn, author_id: int | None) -> None:
    if turn.person.id != author_id:
        raise NotAllowed(turn.say("Only the one who wrote it can do this."))


def may_see(person: Person, solution: Solution) -> bool:
    return solution.level in levels(person) or person.id in (solution.owner_id, solution.author_id)


def may_edit(person: Person, solution: Solution) -> bool:
    return person.secretariat or person.id in (solution.owner_id, solution.author_id)
