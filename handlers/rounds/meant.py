"""Which round a button means, for this person: foreign and missing look the same."""

from __future__ import annotations

from handlers import rights
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.organisation_answers.button_values import read_answer
from handlers.record_ids import parse_id
from handlers.rounds.deadlines import is_open
from storage.database import Store
from storage.organisations import Organisation
from storage.people import Person
from storage.rounds import CLOSED, DRAFT, OPEN, Round


async def houses_of(store: Store, person: Person) -> set[int]:
    """The organisations in whose name they see what is asked: the one they act for, and those they represent."""
    found = {house.id for house in await store.organisations.represented_by(person.id)}
    return found | ({person.stands_for} if person.stands_for is not None else set())


async def visible_to(store: Store, person: Person, round: Round) -> bool:
    """Who is asked sees it once it is out; the secretariat before."""
    if person.secretariat:
        return True
    if person.guest or round.state == DRAFT:
        return False
    return not (await houses_of(store, person)).isdisjoint(await store.rounds.asked(round.id))


async def visible(turn: Turn, value: str, *, lock: bool = False) -> Round:
    id = parse_id(value.partition(":")[0])
    found = await (turn.store.rounds.lock(id) if lock else turn.store.rounds.find(id))
    sees = found is not None and await visible_to(turn.store, turn.person, found)
    rights.see(turn, sees, turn.say("I do not find that round."))
    assert found is not None
    return found


async def answerable(turn: Turn, value: str, *, lock: bool = True) -> Round:
    """One that can still be answered."""
    round = await visible(turn, value, lock=lock)
    if not is_open(round, turn.arena, turn.now):
        raise UserError(turn.say("{code} is over. What was answered stays as it is.", code=round.code))
    return round


async def represented(turn: Turn, round: Round, value: str) -> list[Organisation]:
    """Those for which this person may answer: the one that the button names, else all."""
    wanted = read_answer(value).organisation
    asked = await turn.store.rounds.asked(round.id)
    mine = [house for house in await turn.store.organisations.represented_by(turn.person.id) if house.id in asked]
    return [house for house in mine if wanted in (None, house.id)]


async def to_steer(turn: Turn, value: str, *states: str) -> Round:
    """For the secretariat, in one of these states, held."""
    await rights.need_secretariat(turn)
    round = await visible(turn, value, lock=True)
    if round.state not in states:
        texts = {
            DRAFT: turn.say("{code} is not sent yet.", code=round.code),
            OPEN: turn.say("{code} is out already.", code=round.code),
            CLOSED: turn.say("{code} is over. What was answered stays as it is.", code=round.code),
        }
        raise UserError(texts.get(round.state, turn.say("{code} is called off.", code=round.code)))
    return round
