"""Load the round that a button names, for whoever may do with it what they want."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible
from handlers.chat.errors import UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.button_values import read_answer
from handlers.policy.rounds.deadlines import is_open
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import CLOSED, DRAFT, OPEN, Round


async def list_reader_organisation_ids(store: Store, person: Person) -> set[int]:
    """Return whose questions the person sees: the organisation they belong to, and those they represent."""
    found = {house.id for house in await store.organisations.represented_by(person.id)}
    return found | ({person.stands_for} if person.stands_for is not None else set())


async def may_see_round(store: Store, person: Person, round: Round) -> bool:
    """Return whether the person may see it: who is asked once it is out, the secretariat before."""
    if person.secretariat:
        return True
    if person.guest or round.state == DRAFT:
        return False
    return not (await list_reader_organisation_ids(store, person)).isdisjoint(await store.rounds.asked(round.id))


async def load_visible_round(turn: Turn, value: str, *, lock: bool = False) -> Round:
    id = parse_id(value.partition(":")[0])
    missing = turn.say("I do not find that round.")
    return await load_visible(turn, turn.store.rounds, id, may_see_round, missing, lock=lock)


async def load_open_round(turn: Turn, value: str, *, lock: bool = True) -> Round:
    """Return one that can still be answered."""
    round = await load_visible_round(turn, value, lock=lock)
    if not is_open(round, turn.arena, turn.now):
        raise UserError(turn.say("{code} is over. What was answered stays as it is.", code=round.code))
    return round


async def list_represented_organisations(turn: Turn, round: Round, value: str) -> list[Organisation]:
    """Return those for which this person may answer: the one that the button names, else all."""
    wanted = read_answer(value).organisation
    asked = await turn.store.rounds.asked(round.id)
    mine = [house for house in await turn.store.organisations.represented_by(turn.person.id) if house.id in asked]
    return [house for house in mine if wanted in (None, house.id)]


async def load_round_to_steer(turn: Turn, value: str, *states: str) -> Round:
    """Return one in one of these states, held, for the secretariat."""
    await rights.need_secretariat(turn)
    round = await load_visible_round(turn, value, lock=True)
    if round.state not in states:
        texts = {
            DRAFT: turn.say("{code} is not sent yet.", code=round.code),
            OPEN: turn.say("{code} is out already.", code=round.code),
            CLOSED: turn.say("{code} is over. What was answered stays as it is.", code=round.code),
        }
        raise UserError(texts.get(round.state, turn.say("{code} is called off.", code=round.code)))
    return round
