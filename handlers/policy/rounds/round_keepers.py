"""Find who looks after a round, and tell who missed it when it closed and whom to ask."""

from __future__ import annotations

from handlers.chat.cards import Button
from handlers.chat.turn import ReaderContext
from handlers.directory.contacts.contact_messages import MOST_BUTTONS, draw_contact_button
from handlers.policy.rounds.deadlines import get_round_end, may_answer_round
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import ASKED, CLOSED, OPEN, Round, RoundAnswer


async def list_round_keepers(store: Store, round: Round) -> list[Person]:
    """Return whoever asked, as long as they are in the secretariat, else all of the secretariat."""
    maker = await store.people.find(round.made_by_id)
    if maker is not None and maker.secretariat:
        return [maker]
    return list(await store.people.list_secretariat())


def is_round_missed(at: ReaderContext, round: Round, answer: RoundAnswer) -> bool:
    """Return True if the round went by without a word from the organisation."""
    over = round.state in (OPEN, CLOSED) and not may_answer_round(round, at.arena, at.now)
    return over and answer.state == ASKED


async def describe_missed_round(at: ReaderContext, round: Round, organisation: Organisation) -> str:
    """Return that the organisation did not answer in time, the day on which the round closed, and whom to ask."""
    say, closed = at.say, round.closed_at
    early = closed is not None and closed < get_round_end(round, at.arena)
    day = say.format_day(closed if closed is not None and early else round.deadline)
    text = say("{organisation} did not answer before the round closed, {day}.", organisation=organisation.name, day=day)
    names = say.listed([one.name for one in await _list_keepers_to_ask(at, round)], either=True)
    ask = say("Do you still want to answer? {names} can give you more time.", names=names) if names else ""
    return f"{text} {ask}".strip()


async def draw_keeper_buttons(at: ReaderContext, round: Round) -> list[Button]:
    """Draw a button to write to each who can give the reader more time."""
    return [draw_contact_button(at.say, one) for one in await _list_keepers_to_ask(at, round)]


async def _list_keepers_to_ask(at: ReaderContext, round: Round) -> list[Person]:
    """Return nobody for the secretariat, which gives more time itself."""
    return [] if at.person.secretariat else (await list_round_keepers(at.store, round))[:MOST_BUTTONS]
