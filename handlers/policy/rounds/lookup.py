"""Load the round that a button names, if the person has the right to use it."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.errors import Missing, UserError
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, Turn
from handlers.policy.organisation_answers.button_values import parse_answer_value
from handlers.policy.rounds.deadlines import may_answer_round
from handlers.policy.rounds.inquirers import is_inquirer
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import CANCELLED, CLOSED, DRAFT, INQUIRY, OPEN, Round


async def list_reader_organisation_ids(store: Store, person: Person) -> set[int]:
    """Return the organisations whose questions the person sees: the one they belong to, and those they represent."""
    found = {organisation.id for organisation in await store.organisations.list_organisations_represented_by(person.id)}
    return found | ({person.stands_for} if person.stands_for is not None else set())


async def may_see_round(store: Store, person: Person, round: Round) -> bool:
    """Return True if the person may see the round.

    The secretariat always may, and whoever an inquiry is for. People of asked organisations may once it is sent.
    """
    if person.secretariat:
        return True
    if person.guest:
        return False
    if await is_inquirer(store, person, round):
        return True
    if round.state == DRAFT:
        return False
    return not (await list_reader_organisation_ids(store, person)).isdisjoint(
        await store.rounds.list_recipient_ids(round.id)
    )


async def find_numbered_round(turn: Turn, number: int) -> Round | None:
    """Return the round with this number in its code if the person may see it."""
    found = await turn.store.rounds.find_round_by_code(f"R-{number}")
    return found if found is not None and await may_see_round(turn.store, turn.person, found) else None


async def load_visible_round(turn: Turn, value: str, *, lock: bool = False) -> Round:
    id = parse_answer_value(value).record
    missing = turn.say("I cannot find that round.")
    return await load_visible_record(turn, turn.store.rounds, id, may_see_round, missing, lock=lock)


async def load_open_round(turn: Turn, value: str, *, lock: bool = True) -> Round:
    """Return a round that can still be answered. Raise UserError for one that is over."""
    round = await load_visible_round(turn, value, lock=lock)
    if not may_answer_round(round, turn.arena, turn.now):
        raise UserError(describe_closed_round(turn.say, round))
    return round


def describe_closed_round(say: Say, round: Round) -> str:
    """Return why nothing more is saved: who has just sent an answer must not read that it is kept."""
    if round.state == CANCELLED:
        return say("{code} is called off. No more answers are saved.", code=round.code)
    return say("{code} is over, and no more answers are saved. What was answered before is kept.", code=round.code)


async def list_round_speakers(at: ReaderContext, round: Round, value: str) -> list[Organisation]:
    """Return the organisations for which this person may answer: the one that the button names, else all."""
    wanted = parse_answer_value(value).organisation
    asked = await at.store.rounds.list_recipient_ids(round.id)
    mine = [
        organisation
        for organisation in await at.store.organisations.list_organisations_represented_by(at.person.id)
        if organisation.id in asked
    ]
    return [organisation for organisation in mine if wanted in (None, organisation.id)]


async def load_round_to_steer(turn: Turn, value: str, *states: str, lock: bool = True) -> Round:
    """Return a round in one of these states, with its row lock, for the secretariat.

    Raise UserError in any other state. `lock`: without it nothing is waited for, as where a form opens.
    """
    await rights.need_secretariat(turn)
    round = await load_visible_round(turn, value, lock=lock)
    if round.state not in states:
        texts = {
            DRAFT: turn.say("{code} is not sent yet.", code=round.code),
            OPEN: turn.say("{code} has already been sent.", code=round.code),
            CLOSED: turn.say("{code} is over. What was answered is kept.", code=round.code),
        }
        raise UserError(texts.get(round.state, turn.say("{code} is called off.", code=round.code)))
    return round


def refuse_inquiry(turn: Turn, round: Round) -> None:
    """Raise Missing for an inquiry: it is written and answered in forms of its own."""
    if round.form == INQUIRY:
        raise Missing(turn.say("I cannot find that round."))
