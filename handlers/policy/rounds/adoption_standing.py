"""Tell how far organisations have come, and draw those that show their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.chat.cards import Button, Item, Part
from handlers.chat.turn import RenderContext
from handlers.policy.rounds.adoption_labels import label_adoption_states
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.rounds import ADOPTION, ANSWERED, NAMED, PEERS, PLANNED, Round, RoundAnswer

#: maximum number of names of one state, and of names with a button
MOST_NAMES, MOST_BUTTONS = 40, 3


@dataclass(frozen=True, slots=True)
class Adopter:
    """Hold how far one organisation has come."""

    state: str
    answer: RoundAnswer
    organisation: Organisation

    @property
    def may_meet(self) -> bool:
        """Return True if it plans, and others that plan may learn its name."""
        return self.state == PLANNED and self.answer.shared in (PEERS, NAMED)


def get_adoption_state(answer: RoundAnswer) -> str:
    """Return what the answer says; "" before there is one, or once it is forgotten."""
    return str(next(iter(answer.given.values()), "")) if answer.state == ANSWERED else ""


async def list_adopters(store: Store, round_id: int) -> list[Adopter]:
    """List the organisations that have answered, by name."""
    answers = await store.rounds.list_round_answers(round_id)
    return [
        Adopter(state, answer, organisation)
        for answer, organisation in answers
        if (state := get_adoption_state(answer))
    ]


def list_met_planners(adopters: Sequence[Adopter], organisation_id: int) -> list[Organisation]:
    """List the others that plan: both sides have agreed to show their names to each other."""
    own = next((one for one in adopters if one.organisation.id == organisation_id), None)
    if own is None or not own.may_meet:
        return []
    return [one.organisation for one in adopters if one.may_meet and one.organisation.id != organisation_id]


async def draw_named_answers(at: RenderContext, round: Round) -> list[Part]:
    """Draw who has come how far, of those that show their names."""
    if round.form != ADOPTION:
        return []
    named = [one for one in await list_adopters(at.store, round.id) if one.answer.shared == NAMED]
    found: list[Part] = []
    for state, label in label_adoption_states(at.say).items():
        organisations = [one.organisation for one in named if one.state == state]
        found += [draw_organisation_names(label, organisations)] if organisations else []
    return found


def draw_organisation_names(label: str, organisations: Sequence[Organisation]) -> Item:
    """Draw the names. The buttons of the first ones lead to whom to contact there."""
    buttons = tuple(Button(one.name, "contacts.organisation", str(one.id)) for one in organisations[:MOST_BUTTONS])
    return Item(label, ", ".join(one.name for one in organisations[:MOST_NAMES]), buttons=buttons)
