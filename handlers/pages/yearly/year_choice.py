"""Choose whose year is shown and which one: of organisations that somebody is contact or deputy of, and no other."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.button_values import ButtonValue
from handlers.chat.turn import Turn
from handlers.pages.figures import list_periods
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store

JANUARY = 1


class OrganisationYear(ButtonValue, frozen=True):
    """Name an organisation and one of its years."""

    organisation: int
    year: int


async def list_represented_organisations(store: Store, person: Person) -> Sequence[Organisation]:
    """List whose years the person sees, the one that they act for first. Guests act for nobody."""
    if person.guest:
        return ()
    found = await store.organisations.list_organisations_represented_by(person.id)
    return sorted(found, key=lambda one: one.id != person.organisation_id)


async def load_represented_organisation(turn: Turn, id: int) -> Organisation:
    """Return the organisation, for its contact or deputy. Raises NotAllowed for others, and for a missing one."""
    mine = await list_represented_organisations(turn.store, turn.person)
    found = next((one for one in mine if one.id == id), None)
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if found is not None else ()))
    assert found is not None, "nobody else has the right"
    return found


def choose_usual_year(turn: Turn) -> int:
    """Return this year; in January the one that has just passed."""
    today = turn.today
    return today.year - 1 if today.month == JANUARY else today.year


def choose_known_year(turn: Turn, year: int) -> int:
    """Return the year if it can be shown, else the usual one."""
    return year if str(year) in list_periods(turn) else choose_usual_year(turn)
